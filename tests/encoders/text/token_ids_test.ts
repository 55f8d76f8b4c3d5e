import assert from "assert";
import { join } from "node:path";
import { loadTokenizer } from "lib/encoders/text/_token_ids.ts";
import { filesIn } from "lib/loaders/models/model_files.ts";
import { inFolder } from "../../_in_folder.ts";
import { withFiles } from "../../loaders/models/_with_files.ts";

const tiny = filesIn(join(import.meta.dirname!, "..", "..", "fixtures", "tiny-roberta"));

Deno.test("loadTokenizer() cuts a long text before the token that closes it", async () => {
  const [whole, cut] = [
    await loadTokenizer(tiny, { maxTokens: 100 }),
    await loadTokenizer(tiny, { maxTokens: 4 }),
  ];
  const ids = whole.encode("one two three four five six");
  assert.ok(ids.length > 4);
  assert.deepEqual(cut.encode("one two three four five six"), [...ids.slice(0, 3), ids.at(-1)!]);
});

Deno.test("loadTokenizer() tells a limit apart that only the model's positions set", () =>
  inFolder(async (folder) => {
    const [config, tokenizerConfig] = [join(folder, "c.json"), join(folder, "t.json")];
    const read = async (positions: number, declared: number | undefined, maxTokens: number) => {
      await Deno.writeTextFile(
        config,
        JSON.stringify({ model_type: "roberta", max_position_embeddings: positions }),
      );
      await Deno.writeTextFile(tokenizerConfig, JSON.stringify({ model_max_length: declared }));
      const files = { "config.json": config, "tokenizer_config.json": tokenizerConfig };
      const { longest, digest } = await loadTokenizer(withFiles(tiny, files), { maxTokens });
      return { longest, digest };
    };
    const byPositions = await read(66, undefined, 100);
    assert.equal(byPositions.longest, 64);
    assert.equal((await read(34, undefined, 100)).longest, 32);
    assert.notEqual((await read(34, undefined, 100)).digest, byPositions.digest);
    const asked = await read(66, undefined, 16); // positions decide nothing here
    assert.deepEqual(await read(34, undefined, 16), asked);
    const declared = await read(130, 64, 100);
    assert.equal(declared.longest, 64);
    assert.deepEqual(await read(514, 64, 100), declared);
  }));
