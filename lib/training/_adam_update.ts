import { tf } from "lib/training/tensorflow.ts";

/** Running means of one parameter's gradients, each of its shape. */
export interface Moments {
  /** Of the gradients. */
  readonly first: tf.Tensor;
  /** Of their squares. */
  readonly second: tf.Tensor;
}

/** One parameter on its way through a step. */
export interface AdamInput {
  /** Moved in place. */
  readonly parameter: tf.Variable;
  readonly gradient: tf.Tensor;
  /** From the step before, disposed; missing in the first. */
  readonly moments?: Moments;
}

/** The numbers of one step for one parameter. */
export interface AdamRule {
  /** Whether weight decay is added to the gradient (`adam`) or shrinks the weights (`adamW`). */
  readonly kind: "adam" | "adamW";
  /** Steps taken, this one included. */
  readonly steps: number;
  readonly rate: number;
  readonly decay: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

/**
 * Moves one parameter by `rate · m̂ / (√v̂ + ε)` with `m̂ = m / (1 - β₁ᵗ)`, `v̂ = v / (1 - β₂ᵗ)`, and
 * returns its moments; the corrections are folded into the rate and ε to save passes over memory.
 */
export function adamUpdate(input: AdamInput, rule: AdamRule): Moments {
  const { parameter, moments } = input;
  const { first, second, moved } = tf.tidy(() => {
    const gradient = decayedGradient(input, rule);
    const first = runningMean(moments?.first, gradient, rule.beta1);
    const second = runningMean(moments?.second, tf.square(gradient), rule.beta2);
    return { first, second, moved: moveParameter(parameter, { first, second }, rule) };
  });
  parameter.assign(moved);
  tf.dispose([moved, ...(moments ? [moments.first, moments.second] : [])]);
  return { first, second };
}

function decayedGradient({ parameter, gradient }: AdamInput, { kind, decay }: AdamRule): tf.Tensor {
  return kind === "adam" && decay > 0 ? tf.add(gradient, tf.mul(parameter, decay)) : gradient;
}

/** `β · mean + (1 - β) · value`, the mean before the first step being 0. */
function runningMean(mean: tf.Tensor | undefined, value: tf.Tensor, beta: number): tf.Tensor {
  const fresh = tf.mul(value, 1 - beta);
  return mean ? tf.add(tf.mul(mean, beta), fresh) : fresh;
}

function moveParameter(parameter: tf.Variable, moments: Moments, rule: AdamRule): tf.Tensor {
  const { kind, steps, rate, decay, epsilon } = rule;
  const correction1 = 1 - rule.beta1 ** steps;
  const correction2 = Math.sqrt(1 - rule.beta2 ** steps);
  const direction = tf.div(moments.first, tf.add(tf.sqrt(moments.second), epsilon * correction2));
  const shrunk = kind === "adamW" && decay > 0 ? tf.mul(parameter, 1 - rate * decay) : parameter;
  return tf.sub(shrunk, tf.mul(direction, rate * correction2 / correction1));
}
