import assert from "assert";
import { budgetFor, textInfluences } from "lib/scoring/reasons/influences.ts";
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
  const asked: number[] = [];
  const { words, passages } = await textInfluences(text, {
    predict: (texts) => {
      asked.push(texts.length);
      return byWords(texts);
    },
  });
  assert.equal(passages.length, 24, "half of 48");
  assert.equal(passages.map(({ text }) => text).join(" "), text);
  assert.deepEqual(passages.filter(({ effect }) => effect.virality !== 0).length, 1);
  assert.equal(words[0]!.text, "up");
  assert.equal(words.length, 24);
  assert.deepEqual(asked, [1 + 24, 1 + 24], "the whole text twice, passages and words");
});

Deno.test("textInfluences() finds nothing in a text without words", async () => {
  assert.deepEqual(await textInfluences("? !", { predict: byWords }), { words: [], passages: [] });
});

Deno.test("textInfluences() says when words and passages are said, if their times are known", async () => {
  const words = ["up,", "still", "down", "up"].map((text, i) => ({
    text,
    startMs: 500 * i,
    endMs: 500 * i + 300,
  }));
  const options = { predict: byWords, words };
  const short = await textInfluences("up, still down up", options);
  assert.deepEqual(short.words.map(({ text, said }) => [text, said]), [
    ["up", { startMs: 0, endMs: 300, times: 2 }],
    ["down", { startMs: 1000, endMs: 1300, times: 1 }],
    ["still", { startMs: 500, endMs: 800, times: 1 }],
  ]);
  const long = Array.from({ length: 49 }, (_, i) => ({
    text: `word${i}`,
    startMs: 500 * i,
    endMs: 500 * i + 300,
  }));
  const { passages } = await textInfluences(long.map(({ text }) => text).join(" "), {
    predict: byWords,
    words: long,
  });
  // 49 words in 24 passages: two words each but for one
  assert.deepEqual(passages[0]!.said, { startMs: 0, endMs: 800, times: 1 });
  const { words: untimed } = await textInfluences("up", { predict: byWords });
  assert.deepEqual(Object.keys(untimed[0]!), ["text", "effect"]);
});

Deno.test("budgetFor() asks less of a long text, from 48 down to 16", () => {
  const words = (count: number) => "word ".repeat(count);
  // 6,000 words in all: 6000 / 125 = 48, 6000 / 200 = 30, 6000 / 1000 = 6
  const expected = [[0, 48], [10, 48], [125, 48], [200, 30], [375, 16], [1000, 16]] as const;
  for (const [count, budget] of expected) {
    assert.equal(budgetFor(words(count)), budget, `${count} words`);
  }
});
