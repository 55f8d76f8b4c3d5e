import { loadTensorFlow, tf } from "lib/training/tensorflow.ts";
import { geluTanh } from "lib/training/transformers/gelu_tanh.ts";
import { assertClose } from "../_arrays.ts";

await loadTensorFlow({ backend: "cpu" });

Deno.test('geluTanh() and its gradient equal PyTorch 2.13\'s gelu(approximate="tanh")', () => {
  const x = tf.tensor1d([-3, -1, -0.5, 0, 0.5, 1, 3]);
  const y = [-0.0036374, -0.158808, -0.154286, 0, 0.345714, 0.841192, 2.9963627];
  const slope = [-0.0115843, -0.0829641, 0.1326301, 0.5, 0.8673699, 1.0829641, 1.0115843];
  assertClose(geluTanh(x).dataSync(), y, 5e-7);
  assertClose(tf.grad((x) => tf.sum(geluTanh(x)))(x).dataSync(), slope, 5e-7);
});
