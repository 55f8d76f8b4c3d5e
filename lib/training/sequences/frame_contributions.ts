import { computeRows, type TrainedModel } from "lib/training/sequences/_sequence_model.ts";
import type { DenseMatrix, Sequences } from "lib/types.ts";

/** What each frame of a sequence added to each target: one [F, K] by the name of what added it. */
export type FrameContributions = Readonly<Record<string, DenseMatrix>>;

/**
 * What a trained model's prediction of each sequence is made of: over all parts and frames the
 * contributions sum to the prediction minus the model's constant.
 */
export async function frameContributions(
  trained: TrainedModel,
  sequences: Sequences,
): Promise<FrameContributions[]> {
  const { model: { parts, contribute }, weights } = trained;
  const columns = weights.b!.data.length;
  const found: FrameContributions[] = [];
  for await (const { row, values } of computeRows(trained, sequences, contribute)) {
    const { rows } = sequences.items[row]!;
    const contributionsOf = (part: number): DenseMatrix => ({
      kind: "dense",
      rows,
      columns,
      data: Float32Array.from({ length: rows * columns }, (_, at) => {
        const frame = Math.floor(at / columns);
        return values[(frame * parts.length + part) * columns + at % columns]!;
      }),
    });
    found[row] = Object.fromEntries(parts.map((name, part) => [name, contributionsOf(part)]));
  }
  return found;
}
