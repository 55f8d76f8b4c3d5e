import { tf } from "lib/training/tensorflow.ts";

/** Tensors by the name of the parameter they belong to. */
export type NamedTensors = ReadonlyMap<string, tf.Tensor>;

/** What `lossAndGradients` found; the caller disposes it. */
export interface LossAndGradients {
  readonly loss: tf.Scalar;
  /** Of each parameter that the loss depends on, in the parameters' order. */
  readonly gradients: NamedTensors;
}

/** Computes a loss and its gradient for each of the given parameters. */
export function lossAndGradients(
  parameters: ReadonlyMap<string, tf.Variable>,
  loss: () => tf.Scalar,
): LossAndGradients {
  const { value, grads } = tf.variableGrads(loss, [...parameters.values()]);
  const gradients = new Map<string, tf.Tensor>();
  for (const [name, parameter] of parameters) {
    const gradient = grads[parameter.name];
    if (gradient) gradients.set(name, gradient);
  }
  return { loss: value, gradients };
}

/**
 * Scales gradients so that their norm over all parameters is at most `maxNorm`, leaving smaller
 * ones alone: `g · min(1, maxNorm / (norm + 1e-6))` (PyTorch's `clip_grad_norm_`).
 *
 * The caller disposes both the given and the returned ones.
 */
export function clipByGlobalNorm(gradients: NamedTensors, maxNorm: number): NamedTensors {
  if (!(maxNorm > 0)) {
    throw new RangeError(`Cannot clip gradients: expected a norm above 0, got ${maxNorm}`);
  }
  const clipped = tf.tidy(() => {
    const squares = [...gradients.values()].map((gradient) => tf.sum(tf.square(gradient)));
    const scale = tf.minimum(1, tf.div(maxNorm, tf.add(tf.sqrt(tf.addN(squares)), 1e-6)));
    return [...gradients.values()].map((gradient) => tf.mul(gradient, scale));
  });
  return new Map([...gradients.keys()].map((name, i) => [name, clipped[i]!]));
}
