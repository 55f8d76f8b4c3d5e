import assert from "assert";
import fc from "fast-check";
import { spokenMoments } from "lib/scoring/text/spoken_moments.ts";
import { captionWords } from "./_caption_words.ts";

Deno.test("spokenMoments() takes caption lines, short ones with those after them", () => {
  const words = captionWords([[0, "a b"], [400, "c"], [900, "d"], [1000, "e f"], [3000, "g"]], 100);
  assert.deepEqual(spokenMoments(words, { most: 9 }), [
    { text: "a b c d", ranges: [[0, 8]] },
    { text: "e f", ranges: [[8, 12]] },
    { text: "g", ranges: [[12, 14]] },
  ]);
});

Deno.test("spokenMoments() cuts a single line between words, a second apart", () => {
  const words = captionWords([[0, "a b c d e"]], 600);
  const texts = spokenMoments(words, { most: 9 }).map(({ text }) => text);
  assert.deepEqual(texts, ["a b", "c d", "e"]);
});

Deno.test("spokenMoments() joins lines where there are more than may be tried", () => {
  const lines = Array.from({ length: 10 }, (_, i) => [2000 * i, `word${i}`] as const);
  const moments = spokenMoments(captionWords(lines, 500), { most: 4 });
  // 18 s in three: a moment begins 6 s or more after the one before
  assert.deepEqual(moments.map(({ text }) => text.split(" ").length), [3, 3, 3, 1]);
});

Deno.test("spokenMoments() covers every word once and keeps to the limit, whatever the times", () => {
  const line = fc.tuple(fc.integer({ min: 0, max: 60_000 }), fc.constantFrom("a", "b c", "d e f"));
  fc.assert(fc.property(
    fc.array(line, { maxLength: 40 }),
    fc.integer({ min: 2, max: 12 }),
    (lines, most) => {
      const words = captionWords(lines, 50).toSorted((a, b) => a.startMs - b.startMs);
      const moments = spokenMoments(words, { most });
      assert.ok(moments.length <= most);
      const text = words.map(({ text }) => text).join(" ");
      assert.equal(moments.map(({ text }) => text).join(" "), text);
      for (const { text: own, ranges: [[start, end] = [0, 0]] } of moments) {
        assert.equal(text.slice(start, end).trimEnd(), own);
      }
    },
  ));
});
