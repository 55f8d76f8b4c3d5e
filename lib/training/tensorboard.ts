import type { TrainingEntry } from "lib/training/train_options.ts";
import { summaryWriter } from "lib/training/tensorflow.ts";

/** Where a run's curves go for TensorBoard to show. */
export interface TensorBoard {
  /** Adds one entry of the journal under `training/loss`, `validation/loss` and the like. */
  record(entry: TrainingEntry): void;
}

/**
 * Writes TensorBoard event files to a folder; undefined on backends other than the native one,
 * whose TensorFlow writes them. The journal holds the same numbers on every backend.
 */
export async function openTensorBoard(folder: string): Promise<TensorBoard | undefined> {
  const writer = await summaryWriter(folder);
  if (!writer) return undefined;
  return {
    record(entry) {
      const { step } = entry;
      if (entry.kind === "step") {
        writer.scalar("training/loss", entry.loss, step);
        writer.scalar("training/learning rate", entry.learningRate, step);
      } else if (entry.kind === "validation") {
        writer.scalar("validation/loss", entry.loss, step);
      } else {
        writer.scalar("training/epoch loss", entry.trainingLoss, entry.epoch);
        writer.scalar("validation/epoch loss", entry.validationLoss, entry.epoch);
      }
      writer.flush();
    },
  };
}
