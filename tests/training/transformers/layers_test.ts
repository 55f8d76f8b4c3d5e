import assert from "assert";
import { createGenerator } from "lib/random.ts";
import { loadTensorFlow, tf } from "lib/training/tensorflow.ts";
import { attend, type Heads } from "lib/training/transformers/attend.ts";
import { selfAttention } from "lib/training/transformers/attention.ts";
import { dropout } from "lib/training/transformers/dropout.ts";
import { embedding } from "lib/training/transformers/embedding.ts";
import { gelu } from "lib/training/transformers/gelu.ts";
import { layerNorm } from "lib/training/transformers/layer_norm.ts";
import { linear } from "lib/training/transformers/linear.ts";
import { assertClose } from "../_arrays.ts";
import { readTorchLayers } from "../_torch_layers.ts";

await loadTensorFlow({ backend: "cpu" });
const torch = await readTorchLayers();

Deno.test("gelu() and its gradient equal PyTorch's", () => {
  const { value, grad } = tf.valueAndGrad((x) => tf.sum(gelu(x)))(tf.tensor1d(torch.gelu.x));
  assertClose(gelu(tf.tensor1d(torch.gelu.x)).dataSync(), torch.gelu.y);
  assertClose(grad.dataSync(), torch.gelu.gradient);
  assertClose(value.dataSync(), [torch.gelu.y.reduce((sum, y) => sum + y)], 1e-5);
});

Deno.test("layerNorm() and its three gradients equal PyTorch's", () => {
  const { x, weight, bias, upstream, y, gradients } = torch.layerNorm;
  const inputs: [tf.Tensor2D, tf.Tensor1D, tf.Tensor1D] = [
    tf.tensor2d(x, [3, 5]),
    tf.tensor1d(weight),
    tf.tensor1d(bias),
  ];
  const norm = (x: tf.Tensor, weight: tf.Tensor, bias: tf.Tensor) =>
    layerNorm(x as tf.Tensor2D, {
      weight: weight as tf.Tensor1D,
      bias: bias as tf.Tensor1D,
      epsilon: 1e-5,
    });
  assertClose(norm(...inputs).dataSync(), y);
  const found = tf.grads(norm)(inputs, tf.tensor2d(upstream, [3, 5]));
  found.forEach((gradient, i) => assertClose(gradient.dataSync(), gradients[i]!, 2e-6));
});

Deno.test("embedding() reads rows and adds up their gradients, the padding row's left at 0", () => {
  const table = tf.tensor2d([0, 1, 2, 3, 4, 5, 6, 7], [4, 2]);
  const options = { rows: Int32Array.of(2, 0, 2, 1), paddingRow: 0 };
  assertClose(embedding(table, options).dataSync(), torch.embedding.y);
  const upstream = tf.tensor2d([1, 2, 3, 4, 5, 6, 7, 8], [4, 2]);
  const gradient = tf.grad((table) => embedding(table as tf.Tensor2D, options))(table, upstream);
  assertClose(gradient.dataSync(), torch.embedding.gradient);
});

Deno.test("linear() multiplies by the transposed weight and adds the bias", () => {
  const weight = tf.tensor2d([1, 2, 3, 4, 5, 6], [3, 2]);
  const y = linear(tf.tensor2d([[1, 10]]), { weight, bias: tf.tensor1d([100, 200, 300]) });
  assert.deepEqual(y.arraySync(), [[121, 243, 365]]);
});

const identity = { weight: tf.eye(2), bias: tf.zeros<tf.Rank.R1>([2]) };
const ATTENTION = { query: identity, key: identity, value: identity, output: identity };

Deno.test("selfAttention() weighs values by the softmax of scaled products", () => {
  const x = tf.tensor2d([[1, 0], [0, 2]]);
  const y = selfAttention(x, ATTENTION, { batch: 1, tokens: 2, heads: 1, dropout: 0 });
  // scores of the first token 1 / √2 and 0, of the second 0 and 4 / √2
  const first = 1 / (1 + Math.exp(-1 / Math.SQRT2));
  const second = 1 / (1 + Math.exp(-4 / Math.SQRT2));
  assertClose(y.dataSync(), [first, 2 * (1 - first), 1 - second, 2 * second]);
});

Deno.test("selfAttention() keeps heads and texts apart", () => {
  const x = tf.tensor2d([[1, 0], [0, 2], [3, 0], [3, 0]]);
  const y = selfAttention(x, ATTENTION, { batch: 2, tokens: 2, heads: 2, dropout: 0 });
  const first = 1 / (1 + Math.exp(-1)); // head 1 of token 1: scores 1 and 0
  const second = 1 / (1 + Math.exp(-4)); // head 2 of token 2: scores 0 and 4
  assertClose(y.dataSync(), [first, 1, 0.5, 2 * second, 3, 0, 3, 0]);
});

Deno.test("attend() has the gradient of the operations it is made of, dropout included", () => {
  const shape: [number, number, number, number] = [2, 1, 3, 4];
  const inputs = [1, 2, 3].map((seed) => tf.randomNormal<tf.Rank.R4>(shape, 0, 1, "float32", seed));
  const bias = tf.tensor4d([0, 0, 0, 0, 0, -1e9], [2, 1, 1, 3]);
  const seeded = () => ({ dropout: 0.4, generator: createGenerator(7) });
  const whole = (query: tf.Tensor, key: tf.Tensor, value: tf.Tensor) =>
    attend({ query, key, value } as Heads, { bias, ...seeded() });
  const composed = (query: tf.Tensor, key: tf.Tensor, value: tf.Tensor) => {
    const scores = tf.add(tf.div(tf.matMul(query, key, false, true), 2), bias); // √4 = 2
    const { dropout: probability, generator } = seeded();
    return tf.matMul(dropout(tf.softmax(scores), { probability, generator }), value);
  };
  const upstream = tf.randomNormal<tf.Rank.R4>(shape, 0, 1, "float32", 4);
  const [query, key, value] = inputs as [tf.Tensor4D, tf.Tensor4D, tf.Tensor4D];
  assertClose(whole(query, key, value).dataSync(), [...composed(query, key, value).dataSync()]);
  const expected = tf.grads(composed)(inputs, upstream);
  tf.grads(whole)(inputs, upstream).forEach((gradient, i) =>
    assertClose(gradient.dataSync(), [...expected[i]!.dataSync()])
  );
});

Deno.test("dropout() drops the share asked for, scales the rest, and repeats with its seed", () => {
  const x = tf.ones<tf.Rank.R1>([20_000]);
  const draw = (seed: number) =>
    dropout(x, { probability: 0.2, generator: createGenerator(seed) }).dataSync();
  const first = draw(1);
  const kept = first.filter((value) => value > 0);
  assert.ok(kept.every((value) => Math.abs(value - 1.25) < 1e-6));
  assert.ok(Math.abs(kept.length / first.length - 0.8) < 0.015, `kept ${kept.length}`); // 5 deviations
  assert.deepEqual(draw(1), first);
  assert.notDeepEqual(draw(2), first);
});

Deno.test("dropout() leaves everything as it is without a generator or a probability", () => {
  const x = tf.ones([3]);
  assert.equal(dropout(x, { probability: 0.5 }), x);
  assert.equal(dropout(x, { probability: 0, generator: createGenerator(0) }), x);
});

Deno.test("dropout() has a gradient only where it kept, scaled alike", () => {
  const x = tf.ones<tf.Rank.R1>([100]);
  const drop = (x: tf.Tensor) => dropout(x, { probability: 0.5, generator: createGenerator(3) });
  assert.deepEqual(tf.grad(drop)(x).arraySync(), drop(x).arraySync());
});
