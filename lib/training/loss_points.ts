import type { TrainingEntry } from "lib/training/train_options.ts";

/** Which of a run's losses to look at, and how often. */
export type LossKind =
  | "training steps"
  | "validation steps"
  | "training epochs"
  | "validation epochs";

/** A loss at one step or epoch of a named run. */
export interface RunLoss {
  readonly at: number;
  readonly loss: number;
  readonly run: string;
}

/** The losses of one kind from a run's journal, by step or by epoch, both counted from 1. */
export function lossPoints(
  run: string,
  entries: readonly TrainingEntry[],
  kind: LossKind,
): RunLoss[] {
  return entries.flatMap((entry) => {
    const point = pointOf(entry, kind);
    return point ? [{ ...point, run }] : [];
  });
}

function pointOf(entry: TrainingEntry, kind: LossKind) {
  if (entry.kind === "step" && kind === "training steps") {
    return { at: entry.step, loss: entry.loss };
  }
  if (entry.kind === "validation" && kind === "validation steps") {
    return { at: entry.step, loss: entry.loss };
  }
  if (entry.kind !== "epoch") return undefined;
  if (kind === "training epochs") return { at: entry.epoch, loss: entry.trainingLoss };
  if (kind === "validation epochs") return { at: entry.epoch, loss: entry.validationLoss };
}
