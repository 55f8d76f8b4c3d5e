import assert from "assert";
import { join } from "node:path";
import { loadTokenizer } from "lib/encoders/text/_token_ids.ts";

const folder = join(import.meta.dirname!, "..", "..", "fixtures", "tiny-roberta");
const tiny = {
  id: "tiny-roberta",
  folder,
  file: (path: string) => Promise.resolve(join(folder, path)),
};

Deno.test("loadTokenizer() cuts a long text before the token that closes it", async () => {
  const [whole, cut] = [
    await loadTokenizer(tiny, { maxTokens: 100 }),
    await loadTokenizer(tiny, { maxTokens: 4 }),
  ];
  const ids = whole.encode("one two three four five six");
  assert.ok(ids.length > 4);
  assert.deepEqual(cut.encode("one two three four five six"), [...ids.slice(0, 3), ids.at(-1)!]);
  assert.deepEqual([ids.slice(0, 1), ids.slice(-1)], [whole.opening, whole.closing]);
});

Deno.test("loadTokenizer() gives words their tokens as they have in a text", async () => {
  const { encode, encodeWords, opening, closing } = await loadTokenizer(tiny, { maxTokens: 100 });
  const words = ["one", "two", "extraordinarily"];
  const ofWords = encodeWords(words).flat();
  assert.deepEqual([...opening, ...ofWords, ...closing], encode(words.join(" ")));
});
