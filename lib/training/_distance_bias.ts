import { tf } from "lib/training/tensorflow.ts";

/**
 * `-slope |f - g|` of frames f and g for each head [1, heads, F, F], with slopes `2^(-8 i / heads)`
 * for i = 1 to heads, so that a head looks the less far the steeper its slope (Press, Smith and
 * Lewis, "Train short, test long: attention with linear biases", 2022; both directions here).
 */
export function distanceBias(frames: number, heads: number): tf.Tensor4D {
  const bias = new Float32Array(heads * frames * frames);
  for (let at = 0; at < bias.length; at++) {
    const [head, f, g] = [
      Math.floor(at / frames ** 2),
      Math.floor(at / frames) % frames,
      at % frames,
    ];
    bias[at] = -(2 ** (-8 * (head + 1) / heads)) * Math.abs(f - g);
  }
  return tf.tensor4d(bias, [1, heads, frames, frames]);
}
