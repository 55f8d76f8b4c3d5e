import type { Generator } from "lib/random.ts";
import { hasModality, type ModalityColumns } from "lib/training/sequences/_modalities.ts";
import type { DenseMatrix } from "lib/types.ts";

/**
 * Draws which modalities to leave out of a sequence, by their position: each that it has with the
 * given chance, but never all of them.
 */
export function drawDropped(
  generator: Generator,
  { item, modalities, chance }: {
    readonly item: DenseMatrix;
    readonly modalities: readonly ModalityColumns[];
    readonly chance: number;
  },
): ReadonlySet<number> {
  const frames = Array.from({ length: item.rows }, (_, frame) => frame);
  const there = [...modalities.keys()]
    .filter((m) => frames.some((frame) => hasModality(item, frame, modalities[m]!)));
  const dropped = new Set(there.filter(() => generator.uniform() < chance));
  if (there.length > 0 && dropped.size === there.length) {
    dropped.delete(there[generator.integer(there.length - 1)]!);
  }
  return dropped;
}
