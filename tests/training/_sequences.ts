import { createGenerator } from "lib/random.ts";
import type { LabelledSequences } from "lib/training/sequences/attention_options.ts";
import type { DenseMatrix } from "lib/types.ts";

/** Sequences of which one row carries the target. */
export interface PlantedSequences extends LabelledSequences {
  /** Position of that row in each sequence. */
  readonly planted: readonly number[];
}

/**
 * Draws sequences of 6 to 14 rows and 3 columns: the first is 1 in one row and 0 in the others, the
 * second is a normal number whose value in that row is the target, the third is noise.
 */
export function plantSequences(rows: number, seed: number): PlantedSequences {
  const generator = createGenerator(seed);
  const drawn = Array.from({ length: rows }, () => {
    const frames = 6 + generator.integer(8);
    const position = generator.integer(frames - 1);
    const data = Float32Array.from(
      { length: 3 * frames },
      (_, at) => at % 3 === 0 ? Number(at === 3 * position) : generator.normal(),
    );
    const item: DenseMatrix = { kind: "dense", rows: frames, columns: 3, data };
    return { item, position, target: data[3 * position + 1]! };
  });
  return {
    features: { kind: "sequences", rows, columns: 3, items: drawn.map(({ item }) => item) },
    targets: {
      kind: "dense",
      rows,
      columns: 1,
      data: Float64Array.from(drawn, ({ target }) => target),
    },
    planted: drawn.map(({ position }) => position),
  };
}
