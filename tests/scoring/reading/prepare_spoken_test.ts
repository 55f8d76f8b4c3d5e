import assert from "assert";
import { prepareSpoken } from "lib/scoring/reading/prepare_spoken.ts";
import { MAX_CHARACTERS } from "lib/scoring/reading/prepare_text.ts";
import { captionWords } from "../text/_caption_words.ts";

Deno.test("prepareSpoken() keeps text and timed words the same", () => {
  const words = captionWords([[0, "one \x07 t\x1bwo"], [2000, "three"]], 500);
  const { text, words: read } = prepareSpoken({ text: "one \x07 t\x1bwo three", words });
  assert.equal(text, "one two three");
  assert.deepEqual(read!.map(({ text, startMs }) => [text, startMs]), [
    ["one", 0],
    ["two", 1000],
    ["three", 2000],
  ]);
});

Deno.test("prepareSpoken() drops the words that are cut off with the text", () => {
  const line = "word ".repeat(MAX_CHARACTERS / 4).trim();
  const { text, words, cautions } = prepareSpoken({
    text: line,
    words: captionWords([[0, line]], 10),
  });
  assert.equal(words!.map(({ text }) => text).join(" "), text);
  assert.ok(text.length <= MAX_CHARACTERS);
  assert.equal(cautions.length, 1);
});

Deno.test("prepareSpoken() leaves a text without times without words", () => {
  assert.deepEqual(prepareSpoken({ text: " a\tb " }), { text: "a b", cautions: [] });
});
