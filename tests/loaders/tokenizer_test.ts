import assert from "assert";
import { join } from "node:path";
import { filesIn, type ModelFiles } from "lib/loaders/models/model_files.ts";
import { highestTokenId, openTokenizer } from "lib/loaders/tokenizer.ts";
import { inFolder } from "../_in_folder.ts";
import { withFiles } from "./models/_with_files.ts";

const folder = join(import.meta.dirname!, "..", "fixtures", "tiny-roberta");
const files = filesIn(folder);

/** What transformers 5.24 gives, see fixtures/tiny-roberta.py. */
const { texts, input_ids: inputIds, attention_mask: masks }:
  & { readonly texts: string[] }
  & Record<"input_ids" | "attention_mask", number[][]> = JSON.parse(
    await Deno.readTextFile(join(folder, "expected.json")),
  );

/** Writes files as JSON and puts them in the places of a model's. */
async function changed(
  at: string,
  contents: Readonly<Record<string, unknown>>,
): Promise<ModelFiles> {
  const paths = Object.entries(contents).map(([name, content]) => (
    [name, content === undefined ? undefined : join(at, name)] as const
  ));
  for (const [name, path] of paths) {
    if (path) await Deno.writeTextFile(path, JSON.stringify(contents[name]));
  }
  return withFiles(files, Object.fromEntries(paths));
}

Deno.test("openTokenizer() opens a model's tokenizer and says where it lies", async () => {
  const { tokenizer, path, longest } = await openTokenizer(files);
  assert.equal(path, join(folder, "tokenizer.json"));
  assert.deepEqual(tokenizer.encode(texts[0]!), inputIds[0]);
  assert.equal(longest, 128);
});

for (
  const [what, contents] of Object.entries({
    "as roberta-base is published": { "tokenizer_config.json": { model_max_length: 512 } },
    "without tokenizer_config.json": { "tokenizer_config.json": undefined },
    "with special_tokens_map.json alone": {
      "tokenizer_config.json": undefined,
      "special_tokens_map.json": { pad_token: "<pad>", mask_token: { content: "<mask>" } },
    },
  })
) {
  Deno.test(`openTokenizer() gives Python's ids, ${what}`, () =>
    inFolder(async (at) => {
      const { tokenizer, longest } = await openTokenizer(await changed(at, contents));
      const rows = texts.map((text) => tokenizer.encode(text));
      for (const [i, row] of rows.entries()) {
        assert.deepEqual(row, inputIds[i]!.filter((_, t) => masks[i]![t] === 1));
      }
      const { pad_token_id, mask_token_id } = tokenizer;
      assert.deepEqual([pad_token_id, mask_token_id], [1, 4]);
      assert.equal(longest, 128); // 130 positions, less those of the padding
    }));
}

Deno.test("openTokenizer() gives no other digest for what other files only repeat", () =>
  inFolder(async (at) => {
    const repeated = { "special_tokens_map.json": { pad_token: "<pad>", cls_token: "<s>" } };
    const { digest } = await openTokenizer(await changed(at, repeated));
    assert.equal(digest, (await openTokenizer(files)).digest);
  }));

Deno.test("openTokenizer() tells apart what other files add, and what the config leaves out", () =>
  inFolder(async (at) => {
    const short = { "tokenizer_config.json": { model_max_length: 512 } };
    const config = JSON.parse(await Deno.readTextFile(join(folder, "config.json")));
    const digests: string[] = [(await openTokenizer(files)).digest];
    for (
      const contents of [
        short,
        { "tokenizer_config.json": undefined },
        { ...short, "special_tokens_map.json": { pad_token: "<unk>" } },
        { ...short, "config.json": { ...config, model_type: "novel", pad_token_id: 3 } },
      ]
    ) digests.push((await openTokenizer(await changed(at, contents))).digest);
    assert.equal(new Set(digests).size, digests.length);
  }));

Deno.test("highestTokenId() is the highest of the vocabulary, in whatever order it stands", async () => {
  const unordered = { get_vocab: () => new Map([["a", 3], ["b", 7], ["c", 5]]) };
  assert.equal(highestTokenId(unordered), 7);
  assert.equal(highestTokenId((await openTokenizer(files)).tokenizer), 1999);
});

for (
  const name of [
    "tokenizer.json",
    "tokenizer_config.json",
    "special_tokens_map.json",
    "config.json",
  ]
) {
  Deno.test(`openTokenizer() names a ${name} that is no JSON`, () =>
    inFolder(async (broken) => {
      const path = join(broken, name);
      await Deno.writeTextFile(path, "{");
      await assert.rejects(openTokenizer(withFiles(files, { [name]: path })), {
        name: "SyntaxError",
        message: `${path}: expected JSON`,
      });
    }));
}

Deno.test("openTokenizer() names a file that is JSON, but no object", () =>
  inFolder(async (broken) => {
    const changedFiles = await changed(broken, { "tokenizer_config.json": [] });
    await assert.rejects(openTokenizer(changedFiles), {
      name: "SyntaxError",
      message: `${join(broken, "tokenizer_config.json")}: expected a JSON object`,
    });
  }));
