import type { TrainingResult } from "lib/training/train_options.ts";

/** A result without what a clock measured, for comparisons. */
export function withoutSeconds({ entries, best }: TrainingResult) {
  return { best, entries: entries.map(({ seconds: _, ...entry }) => entry) };
}
