import assert from "assert";
import { loadTensorFlow, tf } from "lib/training/tensorflow.ts";
import { forward } from "lib/training/transformers/bert.ts";
import { createBert } from "lib/training/transformers/create_bert.ts";
import { disposeBert, loadBert } from "lib/training/transformers/load_bert.ts";
import { padBatch } from "lib/training/transformers/token_batch.ts";
import { loadTokenizer } from "lib/training/transformers/tokenizer.ts";

await loadTensorFlow({ backend: "cpu" });

const TEXTS = [
  "the dragon slept in the old tower",
  "a dragon sang",
  "the tower fell on the dragon",
];

Deno.test("createBert() writes a checkpoint that loads, tokenises and runs", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const model = await createBert(folder, TEXTS, { seed: 1, vocabSize: 300 });
    const bert = await loadBert(model);
    const tokenizer = await loadTokenizer(model, bert.config);
    const ids = tokenizer.encode("the dragon");
    assert.equal(ids[0], 0, "<s>");
    assert.equal(ids.at(-1), 2, "</s>");
    assert.ok(ids.length < "the dragon".length, "frequent words were merged");
    const hidden = tf.tidy(() => forward(bert, padBatch([ids], bert.config.padTokenId)));
    assert.deepEqual(hidden.shape, [1, ids.length, 48]);
    assert.ok((await hidden.data()).every(Number.isFinite));
    hidden.dispose();
    disposeBert(bert);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("createBert() repeats by seed and leaves a complete folder as it is", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const weights = async (name: string, seed: number) => {
      const model = await createBert(`${folder}/${name}`, TEXTS, { seed, vocabSize: 300 });
      return await Deno.readFile(await model.file("model.safetensors"));
    };
    const first = await weights("a", 1);
    assert.deepEqual(await weights("b", 1), first);
    assert.notDeepEqual(await weights("c", 2), first);
    assert.deepEqual(await weights("a", 2), first);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
