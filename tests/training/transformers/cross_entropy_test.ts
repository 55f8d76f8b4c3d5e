import assert from "assert";
import { loadTensorFlow, tf } from "lib/training/tensorflow.ts";
import { crossEntropy } from "lib/training/transformers/cross_entropy.ts";
import { assertClose } from "../_arrays.ts";

await loadTensorFlow({ backend: "cpu" });

Deno.test("crossEntropy() and its gradient equal PyTorch 2.13's cross_entropy", () => {
  const logits = tf.tensor2d([[1, 2, 3], [0, -1, 5]]);
  const loss = (x: tf.Tensor) => crossEntropy(x as tf.Tensor2D, Int32Array.of(2, 1));
  const { value, grad } = tf.valueAndGrad(loss)(logits);
  assertClose(value.dataSync(), [3.2083902]);
  assertClose(grad.dataSync(), [
    0.0450153,
    0.1223642,
    -0.1673795,
    0.0033382,
    -0.4987719,
    0.4954337,
  ]);
});

Deno.test("crossEntropy() stays finite where the scores are large", () => {
  const loss = crossEntropy(tf.tensor2d([[1000, 0]]), Int32Array.of(1));
  assertClose(loss.dataSync(), [1000]);
});

Deno.test("crossEntropy() refuses targets that are not one a row", () => {
  assert.throws(() => crossEntropy(tf.tensor2d([[1, 2]]), Int32Array.of(0, 1)), {
    name: "TypeError",
    message: "Cannot compute a cross entropy: expected 1 targets, one a row, got 2",
  });
});
