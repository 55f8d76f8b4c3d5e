import assert from "assert";
import { distanceBias } from "lib/training/sequences/_distance_bias.ts";
import { dotProductAttention } from "lib/training/sequences/_dot_product_attention.ts";
import { project } from "lib/training/sequences/_score_frames.ts";
import { loadTensorFlow, tf } from "lib/training/tensorflow.ts";
import { assertClose } from "../_arrays.ts";

await loadTensorFlow({ backend: "cpu" });

/** `tests/fixtures/torch_attention.json`: what PyTorch 2.13's `nn.MultiheadAttention` gives. */
interface TorchAttention {
  /** [2, 3, 4]. */
  readonly x: number[];
  /** [2, 5, 4]. */
  readonly others: number[];
  /** [2 · 2 heads, 3, 5]. */
  readonly bias: number[];
  /** [2, 3, 4]. */
  readonly y: number[];
  readonly upstream: number[];
  /** Of queries, keys and values, [4, 4] each. */
  readonly projections: [number[], number[], number[]];
  /** For x and the others. */
  readonly gradients: [number[], number[]];
}

async function readTorchAttention(): Promise<TorchAttention> {
  const file = new URL("../../fixtures/torch_attention.json", import.meta.url);
  return JSON.parse(await Deno.readTextFile(file));
}

Deno.test("dotProductAttention() and its gradients equal PyTorch's nn.MultiheadAttention", async () => {
  const torch = await readTorchAttention();
  const [q, k, v] = torch.projections.map((weights) => tf.tensor2d(weights, [4, 4]));
  const read = (x: tf.Tensor3D, others: tf.Tensor3D) =>
    dotProductAttention({
      queries: project(x, q!),
      keys: project(others, k!),
      values: project(others, v!),
      bias: tf.tensor4d(torch.bias, [2, 2, 3, 5]),
      heads: 2,
    });
  const inputs = [tf.tensor3d(torch.x, [2, 3, 4]), tf.tensor3d(torch.others, [2, 5, 4])] as const;
  assertClose(read(...inputs).dataSync(), torch.y);
  const upstream = tf.tensor3d(torch.upstream, [2, 3, 4]);
  const gradients = tf.grads((x, others) =>
    tf.mul(read(x as tf.Tensor3D, others as tf.Tensor3D), upstream)
  )([...inputs]);
  gradients.forEach((gradient, i) => assertClose(gradient.dataSync(), torch.gradients[i]!));
});

Deno.test("distanceBias() falls with distance, in a later head more slowly", () => {
  const [near, far] = distanceBias(3, 2).arraySync()[0]!;
  assert.deepEqual(near, [[-0, -2, -4], [-2, -0, -2], [-4, -2, -0]]);
  assert.deepEqual(far, [[-0, -0.125, -0.25], [-0.125, -0, -0.125], [-0.25, -0.125, -0]]);
});
