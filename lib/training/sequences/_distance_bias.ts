import { tf } from "lib/training/tensorflow.ts";

/**
 * `-slope |f - g|` of frames f and g for each head [1, heads, F, F], with slopes `2^(1 - 8 i / heads)`
 * for i = 0 to heads - 1: the first head reads little but its own frame, each later one looks further.
 *
 * Source: Press, Smith and Lewis, "Train short, test long: attention with linear biases" (2022), whose
 * slopes start at `2^(-8 / heads)`: too flat for clips of some tens of frames.
 */
export function distanceBias(frames: number, heads: number): tf.Tensor4D {
  const bias = new Float32Array(heads * frames * frames);
  for (let at = 0; at < bias.length; at++) {
    const [head, f, g] = [
      Math.floor(at / frames ** 2),
      Math.floor(at / frames) % frames,
      at % frames,
    ];
    bias[at] = -(2 ** (1 - 8 * head / heads)) * Math.abs(f - g);
  }
  return tf.tensor4d(bias, [1, heads, frames, frames]);
}
