import { columnMeans } from "lib/heads/column_statistics.ts";
import { createGenerator, deriveSeed } from "lib/random.ts";
import type { SequenceModel, TrainedModel } from "lib/training/sequences/_sequence_model.ts";
import { tf } from "lib/training/tensorflow.ts";
import type { DenseMatrix } from "lib/types.ts";

/** Variables by name. */
export type Variables = Readonly<Record<string, tf.Variable>>;

/** A model's variables before training: it predicts the targets' mean. */
export function startVariables(
  model: SequenceModel,
  targets: DenseMatrix,
  seed: number,
): Variables {
  return tf.tidy(() => {
    const start = {
      ...model.start(createGenerator(deriveSeed(seed, 0))),
      b: tf.tensor1d(Float32Array.from(columnMeans(targets))),
    };
    return Object.fromEntries(
      Object.entries(start).map(([name, value]) => [name, tf.keep(tf.variable(value))]),
    );
  });
}

/** Copies the tensors as they stand. */
export async function readWeights(variables: Variables): Promise<TrainedModel["weights"]> {
  const weights: Record<string, TrainedModel["weights"][string]> = {};
  for (const [name, variable] of Object.entries(variables)) {
    weights[name] = { shape: variable.shape, data: Float32Array.from(await variable.data()) };
  }
  return weights;
}
