import assert from "assert";
import { loadTensorFlow, tf } from "lib/training/tensorflow.ts";
import { conv1D } from "lib/training/transformers/conv1d.ts";

await loadTensorFlow({ backend: "cpu" });

Deno.test("conv1D() multiplies by the weight as it stands and adds the bias", () => {
  const weight = tf.tensor2d([1, 2, 3, 4, 5, 6], [2, 3]);
  const y = conv1D(tf.tensor2d([[1, 10]]), { weight, bias: tf.tensor1d([100, 200, 300]) });
  assert.deepEqual(y.arraySync(), [[141, 252, 363]]);
});
