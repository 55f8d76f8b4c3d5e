import { join } from "node:path";
import { exists, writingTo } from "lib/files.ts";
import type { Progress } from "lib/progress.ts";
import { openJournal } from "lib/storage/journal.ts";
import { placeOf } from "lib/training/_follow_run.ts";
import { filesOf, type Position, readKeptRun } from "lib/training/_kept_run.ts";
import { saveCheckpoint } from "lib/training/checkpoint.ts";
import { disposeState, initialState, type OptimizerState } from "lib/training/optimizers.ts";
import { openTensorBoard } from "lib/training/tensorboard.ts";
import {
  CHECKPOINT_EVERY_MS,
  type Standing,
  type TrainingEntry,
  type TrainingEvent,
  type TrainingTask,
  type TrainOptions,
} from "lib/training/train_options.ts";

/** A run in memory. */
export interface Run<Batch> {
  readonly task: TrainingTask<Batch>;
  readonly options: TrainOptions;
  /** What the journal holds so far. */
  readonly entries: readonly TrainingEntry[];
  /** Adds to the journal, and to TensorBoard's files where the backend writes them. */
  record(event: TrainingEvent): Promise<void>;
  readonly bestPath: string;
  readonly at: Position;
  optimizer: OptimizerState;
  progress?: Progress;
  /** Whether it was said how long validations take. */
  isForecast?: boolean;
  /** Milliseconds since any fixed time. */
  readonly now: () => number;
  save(): Promise<void>;
  /** Saves if the last time is too long ago. */
  saveIfDue(): Promise<void>;
  /** Frees what the run holds beside the parameters. */
  close(): void;
}

export function hasEnded<Batch>({ at, options }: Pick<Run<Batch>, "at" | "options">): boolean {
  const { epochs, untilEpoch = epochs, patience = Infinity } = options;
  return at.epoch >= untilEpoch || at.validationsSinceBest >= patience;
}

/** Where a run stands for who watches it; what was to stop early is not finished. */
export function standingOf<Batch>({ at, options }: Pick<Run<Batch>, "at" | "options">): Standing {
  const finished = hasEnded({ at, options: { ...options, untilEpoch: options.epochs } });
  return { steps: at.step, seconds: at.seconds, finished };
}

export async function openRun<Batch>(
  task: TrainingTask<Batch>,
  options: TrainOptions,
): Promise<Run<Batch>> {
  const files = filesOf(options.folder);
  const kept = await readKeptRun(options.folder, task.parameters);
  const at = kept?.position ?? startPosition();
  const record = await openRecord({ at, options }, kept?.entries ?? []);
  const { now = () => performance.now(), checkpointEveryMs = CHECKPOINT_EVERY_MS } = options;
  const startedMs = now();
  let savedMs = startedMs;
  const before = at.seconds;
  const seconds = () => Math.round(1000 * before + now() - startedMs) / 1000;
  const run: Run<Batch> = {
    task,
    options,
    at,
    entries: record.entries,
    record: (event) => record.append({ ...event, seconds: seconds() }),
    bestPath: files.best,
    now,
    optimizer: kept?.optimizer ?? initialState(),
    async save() {
      Object.assign(at, { seconds: seconds(), entries: record.entries.length });
      const { optimizer } = run;
      await saveCheckpoint(files.checkpoint, task.parameters, { optimizer, progress: at });
      savedMs = now();
      run.progress?.kept(placeOf(at));
    },
    async saveIfDue() {
      if (now() - savedMs >= checkpointEveryMs) await run.save();
    },
    close: () => {
      run.progress?.stop();
      disposeState(run.optimizer);
    },
  };
  return run;
}

/** What a run records to; a run that has ended is only read, so that nothing needs to be written. */
async function openRecord(
  run: Pick<Run<unknown>, "at" | "options">,
  kept: readonly TrainingEntry[],
) {
  if (hasEnded(run)) return { entries: kept, append: () => Promise.resolve() };
  const { folder } = run.options;
  const { journal: path } = filesOf(folder);
  if (run.at.step === 0 && await exists(path)) {
    await writingTo(path, () => Deno.remove(path)); // steps that no checkpoint holds, damaged or not
  }
  let count = 0;
  const journal = await openJournal<TrainingEntry>(path, () => count++ < kept.length);
  const board = await openTensorBoard(join(folder, "tensorboard"));
  return {
    entries: journal.entries,
    async append(entry: TrainingEntry) {
      await journal.append(entry);
      board?.record(entry);
    },
  };
}

function startPosition(): Position {
  return {
    epoch: 0,
    batch: 0,
    step: 0,
    lossSum: 0,
    validationLoss: NaN,
    best: { loss: Infinity, step: 0 },
    validationsSinceBest: 0,
    seconds: 0,
    entries: 0,
  };
}
