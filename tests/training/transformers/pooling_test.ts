import { loadTensorFlow, tf } from "lib/training/tensorflow.ts";
import { meanPool } from "lib/training/transformers/pooling.ts";
import { padBatch } from "lib/training/transformers/token_batch.ts";
import { assertClose } from "../_arrays.ts";

await loadTensorFlow({ backend: "cpu" });

Deno.test("meanPool() averages each text's own tokens", () => {
  const hidden = tf.tensor3d([[[1, 2], [3, 6]], [[5, 7], [100, 100]]]);
  const pooled = meanPool(hidden, padBatch([[8, 9], [8]], 0));
  assertClose(pooled.dataSync(), [2, 4, 5, 7]);
});

Deno.test("meanPool() gives each of a text's tokens an equal part of the gradient", () => {
  const batch = padBatch([[8, 9], [8]], 0);
  const gradient = tf.grad((hidden) => meanPool(hidden as tf.Tensor3D, batch))(tf.zeros([2, 2, 1]));
  assertClose(gradient.dataSync(), [0.5, 0.5, 1, 0]);
});
