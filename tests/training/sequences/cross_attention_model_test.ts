import assert from "assert";
import { crossAttentionModel } from "lib/training/sequences/_cross_attention_model.ts";
import { placeSideBySide } from "lib/training/sequences/_modalities.ts";
import { padItems } from "lib/training/sequences/_padded_items.ts";
import { loadTensorFlow, tf } from "lib/training/tensorflow.ts";
import { dense } from "../../heads/_matrices.ts";

await loadTensorFlow({ backend: "cpu" });

const modalities = placeSideBySide({ visual: 1, audio: 1, text: 1 });
const model = crossAttentionModel({ modalities, asking: "text", targets: 1, hidden: 1, heads: 1 });

/** Nothing but what frames say together counts; what they read depends on nothing but their distance. */
function tensors() {
  const zeros = (rows: number) => tf.zeros([rows, 1]);
  const parts = ["visual", "audio", "text", "together"].flatMap((part) => {
    const seen = part === "together" ? 2 : 1;
    return [
      [`${part}.V`, zeros(seen)],
      [`${part}.c`, tf.zeros([1])],
      [`${part}.w`, zeros(1)],
      [`${part}.W`, part === "together" ? tf.ones([1, 1]) : zeros(1)],
    ] as const;
  });
  const [queries, keys] = [zeros(1), zeros(2)];
  return {
    ...Object.fromEntries(parts),
    queries,
    keys,
    values: tf.ones([2, 1]),
    gate: tf.ones([1, 1]),
  };
}

/** What the first frame of a sequence adds with what it reads. */
function togetherOf(rows: readonly (readonly number[])[]): number {
  const added = model.contribute(tensors(), padItems([dense(rows)], { modalities }));
  assert.deepEqual(added.shape, [1, rows.length, 4, 1]);
  return added.dataSync()[model.parts.indexOf("together")]!;
}

Deno.test("crossAttentionModel() reads frames that have any of the others, and no more", () => {
  // the first frame reads itself alone, as the second has nothing to read: tanh(1) tanh(1)
  const one = Math.tanh(1) ** 2;
  assert.ok(Math.abs(togetherOf([[1, 0, 1], [0, 0, 0]]) - one) < 1e-6, "only pictures");
  assert.ok(Math.abs(togetherOf([[0, 1, 1], [0, 0, 0]]) - one) < 1e-6, "only sound");
  const both = Math.tanh(1) * Math.tanh(2);
  assert.ok(Math.abs(togetherOf([[1, 1, 1], [0, 0, 0]]) - both) < 1e-6, "pictures and sound");
});

Deno.test("crossAttentionModel() reads a frame the less the further away it is", () => {
  // slope 2 of the first head: softmax of 0 and -2 over frames that say 1 and -1
  const near = 1 / (1 + Math.exp(-2));
  const expected = Math.tanh(1) * Math.tanh(1) * (near - (1 - near));
  assert.ok(Math.abs(togetherOf([[1, 0, 1], [-1, 0, 0]]) - expected) < 1e-6);
});

Deno.test("crossAttentionModel() adds nothing together where there is nothing to read", () => {
  assert.equal(togetherOf([[0, 0, 1], [0, 0, 1]]), 0);
});
