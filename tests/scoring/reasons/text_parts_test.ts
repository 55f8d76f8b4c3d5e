import assert from "assert";
import fc from "fast-check";
import {
  passageParts,
  timeParts,
  withoutPart,
  wordParts,
  wordsOf,
} from "lib/scoring/reasons/text_parts.ts";
import { captionWords } from "../_caption_words.ts";

Deno.test("wordParts() tells words apart by letters, not by case, and passes over single ones", () => {
  assert.deepEqual(wordParts("A Cat, a cat; ÉTÉ été 小提"), [
    { text: "cat", ranges: [[2, 5], [9, 12]] },
    { text: "été", ranges: [[14, 17], [18, 21]] },
    { text: "小提", ranges: [[22, 24]] },
  ]);
});

Deno.test("wordParts() takes contractions whole, whichever the apostrophe", () => {
  assert.deepEqual(wordParts("Don't, I’ll 'quote' don’t"), [
    { text: "don't", ranges: [[0, 5], [20, 25]] },
    { text: "i'll", ranges: [[7, 11]] },
    { text: "quote", ranges: [[13, 18]] },
  ]);
});

Deno.test("wordsOf() names every word as wordParts() does", () => {
  assert.deepEqual(wordsOf("I’ll say I'LL"), ["i'll", "say", "i'll"]);
});

Deno.test("withoutPart() leaves every other character", () => {
  const text = "one two one three";
  assert.equal(withoutPart(text, wordParts(text)[0]!), " two  three");
});

Deno.test("passageParts() covers the text without gaps, whatever the text and the count", () => {
  fc.assert(fc.property(fc.string(), fc.integer({ min: 1, max: 9 }), (text, count) => {
    const parts = passageParts(text, count);
    assert.ok(parts.length <= count);
    const covered = parts.map(({ ranges: [[start, end] = [0, 0]] }) => text.slice(start, end));
    if (parts.length > 0) assert.equal(covered.join(""), text);
    else assert.equal(wordParts(text).length, 0);
  }));
});

Deno.test("passageParts() gives passages whose numbers of words differ by one at most", () => {
  const words = Array.from({ length: 23 }, (_, i) => `word${i}`).join(" ");
  for (const count of [2, 3, 4, 5, 7, 10]) {
    const sizes = passageParts(words, count).map(({ text }) => text.split(" ").length);
    assert.equal(sizes.length, count);
    assert.ok(Math.max(...sizes) - Math.min(...sizes) <= 1, `${sizes}`);
  }
});

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
