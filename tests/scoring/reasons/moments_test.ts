import assert from "assert";
import fc from "fast-check";
import type { VideoParts } from "lib/scoring/models/video_parts.ts";
import { momentInfluences } from "lib/scoring/reasons/moments.ts";
import type { DenseMatrix, Scores } from "lib/types.ts";
import { captionWords } from "../_caption_words.ts";

function column(values: readonly number[]): DenseMatrix {
  return { kind: "dense", rows: values.length, columns: 1, data: Float32Array.from(values) };
}

const mean = (values?: ArrayLike<number>) =>
  values ? Array.from(values).reduce((sum, value) => sum + value, 0) / values.length : 0;

/** Virality is the mean of the pictures, engagement a hundredth of the text's length. */
function predict(clips: readonly VideoParts[]): Promise<Scores[]> {
  return Promise.resolve(clips.map(({ pictures, text = "" }) => ({
    virality: mean(pictures?.data),
    engagement: text.length / 100,
  })));
}

Deno.test("momentInfluences() leaves out what is seen and said in each second", async () => {
  const words = [
    { text: "early", startMs: 0, endMs: 900, lineStartMs: 0 },
    { text: "late", startMs: 1500, endMs: 2000, lineStartMs: 1500 },
  ];
  // rows stand at 0, 500, 1000 and 1500 ms: the mean 0.25 is 0 without the last two
  const clip = { pictures: column([0, 0, 0, 1]), durationMs: 2000, text: "early late", words };
  const effects = await momentInfluences(clip, { predict });
  assert.deepEqual(effects, [
    {
      startMs: 0,
      endMs: 1000,
      effect: { virality: 100 * (0.25 - 0.5), engagement: 100 * (0.1 - 0.04) },
    },
    { startMs: 1000, endMs: 2000, effect: { virality: 25, engagement: 100 * (0.1 - 0.05) } },
  ]);
});

Deno.test("momentInfluences() leaves out what is heard in each second", async () => {
  const byLoudness = (clips: readonly VideoParts[]) =>
    Promise.resolve(clips.map(({ sound }) => ({ virality: 0, engagement: mean(sound?.data) })));
  const clip = { sound: column([0, 0, 1, 1]), durationMs: 2000 };
  const effects = await momentInfluences(clip, { predict: byLoudness });
  assert.deepEqual(effects.map(({ effect }) => effect.engagement), [-50, 50]);
});

Deno.test("momentInfluences() keeps a part that has nothing outside of a stretch", async () => {
  const words = [{ text: "early", startMs: 0, endMs: 900, lineStartMs: 0 }];
  // the only picture and the only word lie in the first second: without them nothing could be asked
  const clip = { pictures: column([1]), durationMs: 2000, text: "early", words };
  const effects = await momentInfluences(clip, { predict });
  assert.deepEqual(effects.map(({ effect }) => effect), [
    { virality: 0, engagement: 0 },
    { virality: 0, engagement: 0 },
  ]);
});

Deno.test("momentInfluences() cuts a long clip into thirty stretches", async () => {
  const clip = { sound: column(new Array<number>(400).fill(1)), durationMs: 200_000 };
  const effects = await momentInfluences(clip, { predict });
  assert.equal(effects.length, 30);
  assert.equal(effects[29]!.endMs, 200_000);
});

Deno.test("momentInfluences() leaves a clip of a second whole", async () => {
  assert.deepEqual(
    await momentInfluences({ pictures: column([1, 1, 1]), durationMs: 1500 }, { predict }),
    [],
  );
});

/** Virality is a hundredth of the words, engagement 1 where "up" and "down" are both said. */
function byWords(videos: readonly VideoParts[]): Promise<Scores[]> {
  return Promise.resolve(videos.map(({ text = "" }) => ({
    virality: text.split(" ").filter((word) => word !== "").length / 100,
    engagement: Number(text.includes("up") && text.includes("down")),
  })));
}

/** The moments of what is said, and the texts that were predicted. */
async function spoken(lines: readonly (readonly [number, string])[], lengthMs: number) {
  const words = captionWords(lines, lengthMs).toSorted((a, b) => a.startMs - b.startMs);
  const text = words.map(({ text }) => text).join(" ");
  const asked: string[] = [];
  const moments = await momentInfluences({ text, words }, {
    predict: (videos) => {
      asked.push(...videos.map(({ text }) => text!));
      return byWords(videos);
    },
  });
  return { moments, asked, text };
}

Deno.test("momentInfluences() leaves each moment of what is said out of the whole model", async () => {
  const lines = [[0, "up we go"], [2000, "and down"], [4000, "again"]] as const;
  const { moments } = await spoken(lines, 300);
  const round = ({ virality, engagement }: Scores) => [Math.round(virality), engagement];
  assert.deepEqual(
    moments.map(({ startMs, endMs, text, effect }) => [startMs, endMs, text, round(effect)]),
    [
      [0, 900, "up we go", [3, 100]],
      [2000, 2600, "and down", [2, 100]], // both moments have the whole effect of the pair
      [4000, 4300, "again", [1, 0]],
    ],
  );
});

Deno.test("momentInfluences() has nothing to tell apart in a single moment, nor without times", async () => {
  assert.deepEqual((await spoken([[0, "up down"]], 300)).moments, []);
  assert.deepEqual(await momentInfluences({ text: "up down" }, { predict: byWords }), []);
});

Deno.test("momentInfluences() takes caption lines, short ones with those after them", async () => {
  const lines = [[0, "a b"], [400, "c"], [900, "d"], [1000, "e f"], [3000, "g"]] as const;
  const { moments, asked } = await spoken(lines, 100);
  assert.deepEqual(moments.map(({ text }) => text), ["a b c d", "e f", "g"]);
  assert.deepEqual(asked, ["a b c d e f g", "e f g", "a b c d g", "a b c d e f "]);
});

Deno.test("momentInfluences() cuts a single line between words, a second apart", async () => {
  const { moments } = await spoken([[0, "a b c d e"]], 600);
  assert.deepEqual(moments.map(({ text }) => text), ["a b", "c d", "e"]);
});

Deno.test("momentInfluences() joins lines where there are more than may be tried", async () => {
  const lines = Array.from({ length: 48 }, (_, i) => [2000 * i, `word${i}`] as const);
  const { moments } = await spoken(lines, 500);
  // 94 s in 23, half of 48 texts less one: a moment begins 4.09 s or more after the one before
  assert.deepEqual(moments.map(({ text }) => text!.split(" ").length), new Array(16).fill(3));
});

Deno.test("momentInfluences() covers every word once and keeps to the limit, whatever the times", async () => {
  const line = fc.tuple(fc.integer({ min: 0, max: 60_000 }), fc.constantFrom("a", "b c", "d e f"));
  await fc.assert(fc.asyncProperty(fc.array(line, { maxLength: 40 }), async (lines) => {
    const { moments, asked, text } = await spoken(lines, 50);
    if (moments.length === 0) return;
    assert.ok(moments.length <= 24);
    assert.equal(moments.map(({ text }) => text).join(" "), text);
    moments.forEach(({ text: own }, i) => {
      const [before, after] = [moments.slice(0, i), moments.slice(i + 1)].map((others) =>
        others.map(({ text }) => text).join(" ")
      );
      const rest = [before!, after!].filter((part) => part !== "").join(" ");
      assert.equal(asked[i + 1]!.trimEnd(), rest, `without ${own}`);
    });
  }));
});
