import assert from "assert";
import { loadTensorFlow, tf } from "lib/training/tensorflow.ts";
import { moveAverage, startAverage, withAverage } from "lib/training/weight_average.ts";

await loadTensorFlow({ backend: "cpu" });

const valueOf = async (tensor: tf.Tensor) => (await tensor.data())[0]!;

Deno.test("moveAverage() keeps at most the decay, and less at first", async () => {
  const weight = tf.variable(tf.scalar(0));
  const parameters = new Map([["w", weight]]);
  const average = startAverage(parameters);
  weight.assign(tf.scalar(1));
  const early = moveAverage(average, parameters, { decay: 0.9, step: 0 }); // keeps 1 / 10
  assert.ok(Math.abs(await valueOf(early.get("w")!) - 0.9) < 1e-6);
  weight.assign(tf.scalar(0));
  const late = moveAverage(early, parameters, { decay: 0.9, step: 1000 }); // keeps 0.9
  assert.ok(Math.abs(await valueOf(late.get("w")!) - 0.81) < 1e-6);
});

Deno.test("withAverage() sets the parameters back, also after an error", async () => {
  const weight = tf.variable(tf.scalar(3));
  const parameters = new Map([["w", weight]]);
  const average = new Map([["w", tf.scalar(7)]]);
  assert.equal(await withAverage(average, parameters, () => valueOf(weight)), 7);
  assert.equal(await valueOf(weight), 3);
  const fail = () => Promise.reject(new Error("broken"));
  await assert.rejects(withAverage(average, parameters, fail), /broken/);
  assert.equal(await valueOf(weight), 3);
});
