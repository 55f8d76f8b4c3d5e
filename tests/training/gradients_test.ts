import assert from "assert";
import { clipByGlobalNorm, lossAndGradients } from "lib/training/gradients.ts";
import { loadTensorFlow, tf } from "lib/training/tensorflow.ts";
import { assertClose } from "./_arrays.ts";
import { readTorchLayers } from "./_torch_layers.ts";

await loadTensorFlow({ backend: "cpu" });

Deno.test("lossAndGradients() names the gradients, and leaves out what the loss does not know", () => {
  const parameters = new Map([
    ["a", tf.variable(tf.scalar(3))],
    ["unused", tf.variable(tf.scalar(1))],
    ["b", tf.variable(tf.scalar(4))],
  ]);
  const { loss, gradients } = lossAndGradients(
    parameters,
    () => tf.mul<tf.Scalar>(tf.square(parameters.get("a")!), parameters.get("b")!),
  );
  assert.equal(loss.dataSync()[0], 36); // a² b
  assert.deepEqual([...gradients].map(([name, g]) => [name, g.dataSync()[0]]), [
    ["a", 24], // 2 a b
    ["b", 9], // a²
  ]);
});

Deno.test("lossAndGradients() leaves frozen parameters out", () => {
  const [trained, frozen] = [tf.variable(tf.scalar(2)), tf.variable(tf.scalar(5))];
  const { gradients } = lossAndGradients(
    new Map([["trained", trained]]),
    () => tf.mul<tf.Scalar>(trained, frozen),
  );
  assert.deepEqual([...gradients.keys()], ["trained"]);
});

Deno.test("clipByGlobalNorm() scales as PyTorch's clip_grad_norm_ does", async () => {
  const { clip } = await readTorchLayers();
  const named = new Map(clip.gradients.map((g, i) => [`p${i}`, tf.tensor1d(g)]));
  const clipped = [...clipByGlobalNorm(named, clip.norm).values()];
  clipped.forEach((gradient, i) => assertClose(gradient.dataSync(), clip.clipped[i]!));
});

Deno.test("clipByGlobalNorm() leaves small gradients alone", () => {
  const clipped = clipByGlobalNorm(new Map([["w", tf.tensor1d([3, 4])]]), 5.1);
  assert.deepEqual([...clipped.get("w")!.dataSync()], [3, 4]);
});

Deno.test("clipByGlobalNorm() refuses a norm that is not above 0", () => {
  assert.throws(() => clipByGlobalNorm(new Map(), 0), {
    name: "RangeError",
    message: "Cannot clip gradients: expected a norm above 0, got 0",
  });
});
