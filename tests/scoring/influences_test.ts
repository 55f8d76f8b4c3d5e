import assert from "assert";
import fc from "fast-check";
import {
  passageParts,
  textInfluences,
  withoutPart,
  wordParts,
  wordsOf,
} from "lib/scoring/influences.ts";
import type { Scores } from "lib/types.ts";

/** Scores a text by its words: "up" adds 0.1 to virality, "down" takes 0.2 of engagement. */
function byWords(texts: readonly string[]): Promise<Scores[]> {
  const count = (text: string, word: string) => text.split(/\W+/).filter((w) => w === word).length;
  return Promise.resolve(texts.map((text) => ({
    virality: 0.1 * count(text, "up"),
    engagement: -0.2 * count(text, "down"),
  })));
}

const round = (value: number) => Math.round(value * 1e6) / 1e6;

Deno.test("textInfluences() takes each word out wherever it stands", async () => {
  const { words, passages } = await textInfluences("up, still down up", { predict: byWords });
  assert.deepEqual(
    words.map(({ text, effect }) => [text, round(effect.virality), round(effect.engagement)]),
    [["up", 20, 0], ["down", 0, -20], ["still", 0, 0]],
  );
  assert.deepEqual(passages, []);
});

Deno.test("textInfluences() cuts a long text into passages and tries the words of the strongest", async () => {
  const filler = Array.from({ length: 90 }, (_, i) => `word${i}`);
  const text = [...filler.slice(0, 60), "up", ...filler.slice(60)].join(" ");
  let asked = 0;
  const { words, passages } = await textInfluences(text, {
    budget: 20,
    predict: (texts) => {
      asked += texts.length;
      return byWords(texts);
    },
  });
  assert.equal(passages.length, 10);
  assert.equal(passages.map(({ text }) => text).join(" "), text);
  assert.deepEqual(passages.filter(({ effect }) => effect.virality !== 0).length, 1);
  assert.equal(words[0]!.text, "up");
  assert.equal(words.length, 10);
  assert.equal(asked, 1 + 10 + 1 + 10, "the whole text twice, passages and words");
});

Deno.test("textInfluences() finds nothing in a text without words", async () => {
  assert.deepEqual(await textInfluences("? !", { predict: byWords }), { words: [], passages: [] });
});

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
