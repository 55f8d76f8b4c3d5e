import { join } from "node:path";
import { exists } from "lib/files.ts";
import { type Progress, startProgress } from "lib/progress.ts";
import { loadCheckpoint, saveCheckpoint } from "lib/training/checkpoint.ts";
import { openJournal } from "lib/storage/journal.ts";
import { disposeState, initialState, type OptimizerState } from "lib/training/optimizers.ts";
import { openTensorBoard } from "lib/training/tensorboard.ts";
import type { TrainingEntry, TrainingTask, TrainOptions } from "lib/training/train_options.ts";

/** Where a run stands, between two steps. */
export interface Position {
  /** Epochs finished. */
  epoch: number;
  /** Batches of the epoch under way that are finished. */
  batch: number;
  /** Steps taken. */
  step: number;
  /** Sum of the finished batches' losses. */
  lossSum: number;
  /** Last validation loss. */
  validationLoss: number;
  best: { loss: number; step: number };
  validationsSinceBest: number;
}

/** A run in memory. */
export interface Run<Batch> {
  readonly task: TrainingTask<Batch>;
  readonly options: TrainOptions;
  /** What the journal holds so far. */
  readonly entries: readonly TrainingEntry[];
  /** Adds to the journal, and to TensorBoard's files where the backend writes them. */
  record(entry: TrainingEntry): Promise<void>;
  readonly bestPath: string;
  readonly at: Position;
  optimizer: OptimizerState;
  progress?: Progress;
  save(): Promise<void>;
  /** Frees what the run holds beside the parameters. */
  close(): void;
}

export function hasEnded<Batch>({ at, options }: Run<Batch>): boolean {
  const { epochs, untilEpoch = epochs, patience = Infinity } = options;
  return at.epoch >= untilEpoch || at.validationsSinceBest >= patience;
}

export async function openRun<Batch>(
  task: TrainingTask<Batch>,
  options: TrainOptions,
): Promise<Run<Batch>> {
  const path = join(options.folder, "checkpoint.safetensors");
  const saved = await exists(path)
    ? await loadCheckpoint<Position>(path, task.parameters)
    : undefined;
  const at = saved ? reviveInfinity(saved.progress) : startPosition();
  const journal = await openJournal<TrainingEntry>(
    join(options.folder, "journal.jsonl"),
    (entry) => entry.step <= at.step && (entry.kind !== "epoch" || entry.epoch <= at.epoch),
  );
  const board = await openTensorBoard(join(options.folder, "tensorboard"));
  const run: Run<Batch> = {
    task,
    options,
    at,
    entries: journal.entries,
    async record(entry) {
      await journal.append(entry);
      board?.record(entry);
    },
    bestPath: join(options.folder, "best.safetensors"),
    optimizer: saved?.optimizer ?? initialState(),
    save: () => saveCheckpoint(path, task.parameters, { optimizer: run.optimizer, progress: at }),
    close: () => {
      run.progress?.stop();
      disposeState(run.optimizer);
    },
  };
  return run;
}

function startPosition(): Position {
  const best = { loss: Infinity, step: 0 };
  return {
    epoch: 0,
    batch: 0,
    step: 0,
    lossSum: 0,
    validationLoss: NaN,
    best,
    validationsSinceBest: 0,
  };
}

/** JSON has no infinity: before the first validation the best loss was written as null. */
function reviveInfinity(position: Position): Position {
  return { ...position, best: { ...position.best, loss: position.best.loss ?? Infinity } };
}

export function followSteps<Batch>({ options, at }: Run<Batch>, batches: number): Progress {
  const { label = "training", epochs, untilEpoch = epochs } = options;
  return startProgress(label, { total: untilEpoch * batches, done: at.step, unit: "steps" });
}
