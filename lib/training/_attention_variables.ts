import { columnMeans } from "lib/heads/column_statistics.ts";
import { createGenerator, deriveSeed, type Generator } from "lib/random.ts";
import type { AttentionWeights, WeightName } from "lib/training/_attention_model.ts";
import type { ColumnScaling } from "lib/training/_column_scaling.ts";
import type { AttentionPoolingOptions, LabelledSequences } from "lib/training/attention_options.ts";
import { tf } from "lib/training/tensorflow.ts";

/** The tensors of attention pooling while they are learned. */
export type Variables = Readonly<Record<WeightName, tf.Variable>>;

/** Weights that attend to all rows nearly alike and predict the targets' mean. */
export function startVariables(
  { features, targets }: LabelledSequences,
  { hidden = 16, seed = 0 }: AttentionPoolingOptions,
): Variables {
  const { columns } = features;
  const generator = createGenerator(deriveSeed(seed, 0));
  return {
    V: randomVariable([columns, hidden], generator),
    c: tf.tidy(() => tf.variable(tf.zeros([hidden]))),
    w: randomVariable([hidden, 1], generator),
    W: tf.tidy(() => tf.variable(tf.zeros([columns, targets.columns]))),
    b: tf.tidy(() => tf.variable(tf.tensor1d(Float32Array.from(columnMeans(targets))))),
  };
}

/** A matrix of normal numbers whose variance is one over its rows. */
function randomVariable(shape: [number, number], generator: Generator): tf.Variable {
  const numbers = Float32Array.from(
    { length: shape[0] * shape[1] },
    () => generator.normal() / Math.sqrt(shape[0]),
  );
  return tf.tidy(() => tf.variable(tf.tensor2d(numbers, shape)));
}

/** Copies the tensors as they stand. */
export async function readWeights(
  variables: Variables,
  scaling: ColumnScaling,
): Promise<AttentionWeights> {
  const read = async (name: WeightName) => ({
    shape: variables[name].shape,
    data: Float32Array.from(await variables[name].data()),
  });
  const [V, c, w, W, b] = await Promise.all((["V", "c", "w", "W", "b"] as const).map(read));
  return { ...scaling, tensors: { V: V!, c: c!, w: w!, W: W!, b: b! } };
}
