import assert from "assert";
import { join } from "node:path";
import { highestTokenId, openTokenizer } from "lib/loaders/tokenizer.ts";
import { inFolder } from "../_in_folder.ts";

const folder = join(import.meta.dirname!, "..", "fixtures", "tiny-roberta");
const files = { file: (name: string) => Promise.resolve(join(folder, name)) };

Deno.test("openTokenizer() opens a model's tokenizer and says where it lies", async () => {
  const { tokenizer, path } = await openTokenizer(files);
  assert.equal(path, join(folder, "tokenizer.json"));
  // what transformers 5.24 gives, see fixtures/tiny-roberta.py
  const { texts, input_ids }: { texts: string[]; input_ids: number[][] } = JSON.parse(
    await Deno.readTextFile(join(folder, "expected.json")),
  );
  assert.deepEqual(tokenizer.encode(texts[0]!), input_ids[0]);
});

Deno.test("highestTokenId() is the highest of the vocabulary, in whatever order it stands", async () => {
  const unordered = { get_vocab: () => new Map([["a", 3], ["b", 7], ["c", 5]]) };
  assert.equal(highestTokenId(unordered), 7);
  assert.equal(highestTokenId((await openTokenizer(files)).tokenizer), 1999);
});

Deno.test("openTokenizer() names the file that is no JSON", () =>
  inFolder(async (broken) => {
    const path = join(broken, "tokenizer_config.json");
    await Deno.writeTextFile(path, "{");
    const file = (name: string) =>
      name === "tokenizer_config.json" ? Promise.resolve(path) : files.file(name);
    await assert.rejects(openTokenizer({ file }), {
      name: "SyntaxError",
      message: `${path}: expected JSON`,
    });
  }));
