import assert from "assert";
import { fileURLToPath } from "node:url";
import { parseGpt2Config } from "lib/training/transformers/gpt2_config.ts";
import { loadGpt2Tokenizer } from "lib/training/transformers/gpt2_tokenizer.ts";
import { filesIn } from "lib/loaders/models/model_files.ts";
import { inFolder } from "../../_in_folder.ts";
import { withFiles } from "../../loaders/models/_with_files.ts";

const folder = fileURLToPath(new URL("../../fixtures/tiny-gpt2", import.meta.url));
const config = parseGpt2Config(await Deno.readTextFile(`${folder}/config.json`), "config.json");
const { texts, input_ids } = JSON.parse(await Deno.readTextFile(`${folder}/expected.json`));

Deno.test("loadGpt2Tokenizer() cuts as the Python library does, without special tokens", async () => {
  const tokenizer = await loadGpt2Tokenizer(filesIn(folder), config);
  const ids = tokenizer.encode(texts[0]);
  assert.deepEqual(ids, input_ids[0].slice(1, -1)); // without <s> and </s>
  assert.equal(tokenizer.decode(ids), texts[0]);
  assert.equal(ids.map((id) => tokenizer.texts.get(id)).join(""), texts[0]);
});

Deno.test("loadGpt2Tokenizer() needs no tokenizer_config.json", async () => {
  const files = withFiles(filesIn(folder), { "tokenizer_config.json": undefined });
  const tokenizer = await loadGpt2Tokenizer(files, config);
  for (const [i, text] of texts.entries()) {
    const ids = tokenizer.encode(text);
    assert.deepEqual(ids, input_ids[i].filter((id: number) => id > 2)); // no <s>, <pad> and </s>
    assert.equal(tokenizer.decode(ids), text);
  }
});

Deno.test("loadGpt2Tokenizer() says what lies in the place of tokenizer.json", () =>
  inFolder(async (other) => {
    for (const name of ["vocab.json", "merges.txt"]) {
      await Deno.writeTextFile(`${other}/${name}`, "");
    }
    await assert.rejects(loadGpt2Tokenizer(filesIn(other), config), {
      name: "ModelError",
      kind: "no-file",
      message: /tokenizer\.json.*merges\.txt and vocab\.json lie there.*save_pretrained/,
    });
  }));

Deno.test("loadGpt2Tokenizer() refuses the tokenizer of another model", async () => {
  await assert.rejects(loadGpt2Tokenizer(filesIn(folder), { ...config, vocabSize: 1500 }), {
    name: "RangeError",
    message:
      `${folder}/tokenizer.json does not belong to its config.json: it has token id 1999, but ` +
      "the model's vocabulary ends at 1499",
  });
});
