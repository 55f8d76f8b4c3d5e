import assert from "assert";
import { wordParts } from "lib/scoring/text/text_parts.ts";
import { timeParts } from "lib/scoring/text/time_parts.ts";
import { captionWords } from "./_caption_words.ts";

const words = captionWords([[0, "Well, well:"], [1000, "well-known people"]], 400);
const TEXT = "Well, well: well-known people";

Deno.test("timeParts() gives a word's first time and how often it is said", () => {
  const said = timeParts(wordParts(TEXT), words).map(({ text, said }) => [text, said]);
  assert.deepEqual(said, [
    ["well", { startMs: 0, endMs: 400, times: 3 }],
    ["known", { startMs: 1000, endMs: 1400, times: 1 }],
    ["people", { startMs: 1400, endMs: 1800, times: 1 }],
  ]);
});

Deno.test("timeParts() gives a stretch's time from its first word to its last", () => {
  const part = { text: "well: well-known", ranges: [[6, 23]] as const };
  const [{ said } = {}] = timeParts([part], words);
  assert.deepEqual(said, { startMs: 400, endMs: 1400, times: 1 });
});
