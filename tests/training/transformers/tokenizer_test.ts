import assert from "assert";
import { fileURLToPath } from "node:url";
import { parseBertConfig } from "lib/training/transformers/config.ts";
import { filesIn, type ModelFiles } from "lib/loaders/models/model_files.ts";
import { loadTokenizer } from "lib/training/transformers/tokenizer.ts";

const folder = fileURLToPath(new URL("../../fixtures/tiny-roberta", import.meta.url));
const files = filesIn(folder);
const config = parseBertConfig(await Deno.readTextFile(`${folder}/config.json`), "config.json");

Deno.test("Tokenizer.encode() cuts before the closing token", async () => {
  const whole = await loadTokenizer(files, config);
  const cut = await loadTokenizer(files, config, { maxTokens: 5 });
  assert.equal(whole.maxTokens, 128);
  const ids = whole.encode("we've done red flags");
  assert.equal(ids.at(-1), 2);
  assert.deepEqual(cut.encode("we've done red flags"), [...ids.slice(0, 4), 2]);
  assert.equal(whole.encode("red ".repeat(500)).length, 128);
});

Deno.test("Tokenizer.encode() gives an empty text its special tokens", async () => {
  assert.deepEqual((await loadTokenizer(files, config)).encode(""), [0, 2]);
});

Deno.test("loadTokenizer() refuses the tokenizer of another model", async () => {
  await assert.rejects(loadTokenizer(files, { ...config, vocabSize: 1500 }), {
    name: "RangeError",
    message: `${folder}/tokenizer.json does not belong to its config.json: it has token id 1999, ` +
      "but the model's vocabulary ends at 1499",
  });
  await assert.rejects(loadTokenizer(files, { ...config, padTokenId: 0 }), {
    name: "RangeError",
    message: /it pads with token id 1, but the model with 0$/,
  });
});

Deno.test("loadTokenizer() names a file that is no JSON", async () => {
  const path = await Deno.makeTempFile();
  const broken: ModelFiles = { ...files, file: () => Promise.resolve(path) };
  try {
    await Deno.writeTextFile(path, "{");
    await assert.rejects(loadTokenizer(broken, config), {
      name: "SyntaxError",
      message: `${path}: expected JSON`,
    });
  } finally {
    await Deno.remove(path);
  }
});
