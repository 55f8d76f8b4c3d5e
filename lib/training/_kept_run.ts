import { join } from "node:path";
import { exists } from "lib/files.ts";
import { setAside } from "lib/storage/damage.ts";
import { readJournal } from "lib/storage/journal.ts";
import { openSafetensors } from "lib/storage/safetensors.ts";
import { parseJson } from "lib/storage/sealed.ts";
import { readOrSetAside } from "lib/training/_damaged_run.ts";
import {
  checkParameters,
  openCheckpoint,
  type Parameters,
  saveParameters,
} from "lib/training/checkpoint.ts";
import type { OptimizerState } from "lib/training/optimizers.ts";
import type { TrainingEntry, ValidationSoFar } from "lib/training/train_options.ts";

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
  /** Seconds trained. */
  seconds: number;
  /** Lines of the journal that came before. */
  entries: number;
  /** How far the validation after the last step has come, while it is under way. */
  validating?: ValidationSoFar;
}

/** The files of a run. */
export interface RunFiles {
  readonly checkpoint: string;
  readonly best: string;
  readonly journal: string;
}

export function filesOf(folder: string): RunFiles {
  return {
    checkpoint: join(folder, "checkpoint.safetensors"),
    best: join(folder, "best.safetensors"),
    journal: join(folder, "journal.jsonl"),
  };
}

/** A run that was left at a checkpoint. */
export interface KeptRun {
  readonly position: Position;
  readonly optimizer: OptimizerState;
  readonly entries: readonly TrainingEntry[];
}

/**
 * Sets parameters to where a run was left; nothing where it has no checkpoint yet.
 *
 * All of its files are checked before anything is set, and the run is set aside where one is damaged.
 * The best weights alone can be restored where the checkpoint is at the best step.
 *
 * @throws {DamagedRunError} when a file of a run is damaged that took more than ten minutes
 */
export function readKeptRun(folder: string, parameters: Parameters): Promise<KeptRun | undefined> {
  const files = filesOf(folder);
  return readOrSetAside(folder, async () => {
    if (!await exists(files.checkpoint)) return undefined;
    const stored = await openCheckpoint<Position>(files.checkpoint, parameters);
    const position = reviveInfinity(stored.progress);
    const entries = await readEntries(files.journal, position);
    const bestProblem = await problemOfBest(files.best, parameters, position);
    const optimizer = await stored.restore();
    if (bestProblem !== undefined) {
      if (await exists(files.best)) await setAside(files.best, bestProblem);
      await saveParameters(files.best, parameters);
    }
    return { position, optimizer, entries };
  });
}

/** Whether a run's checkpoint lies beyond the end of an epoch; a damaged one lies nowhere. */
export async function goesBeyond(folder: string, epoch: number): Promise<boolean> {
  const { checkpoint } = filesOf(folder);
  if (!await exists(checkpoint)) return false;
  try {
    const { training = "" } = (await openSafetensors(checkpoint)).metadata;
    const { progress } = parseJson(training, checkpoint) as { progress: Position };
    return progress.epoch > epoch || (progress.epoch === epoch && progress.batch > 0);
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

/** JSON has no infinity: before the first validation the best loss was written as null. */
function reviveInfinity(position: Position): Position {
  return { ...position, best: { ...position.best, loss: position.best.loss ?? Infinity } };
}

/** The journal up to the checkpoint: each of its steps once. */
async function readEntries(path: string, position: Position): Promise<TrainingEntry[]> {
  const entries = (await readJournal<TrainingEntry>(path)).slice(0, position.entries);
  const steps = entries.filter(({ kind }) => kind === "step");
  const isWhole = entries.length === position.entries && steps.length === position.step &&
    steps.every(({ step }, i) => step === i + 1);
  if (isWhole) return entries;
  throw new SyntaxError(
    `${path}: expected ${position.entries} lines up to step ${position.step}, as the checkpoint ` +
      `says, got ${entries.length} with ${steps.length} steps`,
  );
}

/** What is wrong with the best weights, where the checkpoint holds the same. */
async function problemOfBest(
  path: string,
  parameters: Parameters,
  { best, step }: Position,
): Promise<string | undefined> {
  if (best.step === 0) return undefined; // nothing was validated yet
  try {
    await checkParameters(path, parameters);
  } catch (error) {
    if (error instanceof SyntaxError && best.step === step) return error.message;
    throw error;
  }
}
