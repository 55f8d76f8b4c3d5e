import { fitPrincipalComponents } from "lib/heads/principal_components.ts";
import {
  checkPredictionSequences,
  checkTrainingSequences,
} from "lib/heads/sequences/sequence_guards.ts";
import type { Head } from "lib/heads/head.ts";
import type { DenseMatrix, Sequences } from "lib/types.ts";

/** How `paddedReduction` brings sequences to one length. */
export interface PaddedReductionOptions {
  /** Rows that a sequence is cut to or filled up to with zeros. */
  frames: number;
  /** Principal components that are kept; fewer where the training rows have fewer. @default 64 */
  components?: number;
}

/**
 * Fits a head on sequences brought to one length, written out as one row each [N, F · D] and
 * reduced to their principal components; unlike pooling it sees when something happens.
 */
export function paddedReduction(
  head: Head<DenseMatrix>,
  { frames, components = 64 }: PaddedReductionOptions,
): Head<Sequences> {
  const name = `${frames} frames, ${components} components, ${head.name}`;
  for (const [setting, value] of Object.entries({ frames, components })) {
    if (Number.isInteger(value) && value > 0) continue;
    throw new RangeError(
      `Cannot make a padded reduction: ${setting} expected a whole number above 0, got ${value}`,
    );
  }
  return {
    name,
    async fit(sequences, targets) {
      checkTrainingSequences(name, sequences, targets);
      const { scores, project } = fitPrincipalComponents(padSequences(sequences, frames), {
        components,
      });
      const fitted = await head.fit(scores, targets);
      return {
        async predict(items) {
          checkPredictionSequences(name, items, sequences.columns);
          return await fitted.predict(project(padSequences(items, frames)));
        },
      };
    },
  };
}

/** Cuts sequences or fills them up with zeros, and writes each out as a row: [N, frames · D]. */
export function padSequences({ items, columns }: Sequences, frames: number): DenseMatrix {
  const width = frames * columns;
  const data = new Float32Array(items.length * width);
  items.forEach((item, row) => data.set(item.data.subarray(0, width), row * width));
  return { kind: "dense", rows: items.length, columns: width, data };
}
