import type { Parameters } from "lib/training/checkpoint.ts";
import { tf } from "lib/training/tensorflow.ts";

/** Running averages of parameters by their names. */
export type WeightAverage = ReadonlyMap<string, tf.Tensor>;

/** An average that starts at the parameters as they stand. */
export function startAverage(parameters: Parameters): WeightAverage {
  return new Map([...parameters].map(([name, variable]) => [name, tf.clone(variable)]));
}

/**
 * Moves an average towards the parameters: `d · average + (1 - d) · parameter` with
 * `d = min(decay, (1 + step) / (10 + step))`, which forgets the start sooner; the average before it
 * is used up (Polyak and Juditsky 1992; the warm-up is TensorFlow's `ExponentialMovingAverage`).
 */
export function moveAverage(
  average: WeightAverage,
  parameters: Parameters,
  { decay, step }: { decay: number; step: number },
): WeightAverage {
  const kept = Math.min(decay, (1 + step) / (10 + step));
  return new Map([...average].map(([name, before]) => {
    const after = tf.tidy(() =>
      tf.add(tf.mul(before, kept), tf.mul(parameters.get(name)!, 1 - kept))
    );
    before.dispose();
    return [name, after];
  }));
}

/** Runs something with the parameters set to their averages, and sets them back. */
export async function withAverage<T>(
  average: WeightAverage,
  parameters: Parameters,
  run: () => Promise<T>,
): Promise<T> {
  const current = startAverage(parameters);
  assignAll(parameters, average);
  try {
    return await run();
  } finally {
    assignAll(parameters, current);
    tf.dispose([...current.values()]);
  }
}

function assignAll(parameters: Parameters, values: WeightAverage): void {
  for (const [name, variable] of parameters) variable.assign(values.get(name)!);
}
