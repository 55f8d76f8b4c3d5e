import assert from "assert";
import type { ClipParts } from "lib/scoring/clips/clip_parts.ts";
import { momentEffects } from "lib/scoring/clips/moment_effects.ts";
import type { DenseMatrix, Scores } from "lib/types.ts";

function column(values: readonly number[]): DenseMatrix {
  return { kind: "dense", rows: values.length, columns: 1, data: Float32Array.from(values) };
}

const mean = (values?: ArrayLike<number>) =>
  values ? Array.from(values).reduce((sum, value) => sum + value, 0) / values.length : 0;

/** Virality is the mean of the pictures, engagement a hundredth of the text's length. */
function predict(clips: readonly ClipParts[]): Promise<Scores[]> {
  return Promise.resolve(clips.map(({ pictures, text = "" }) => ({
    virality: mean(pictures?.data),
    engagement: text.length / 100,
  })));
}

Deno.test("momentEffects() leaves out what is seen and said in each second", async () => {
  const words = [
    { text: "early", startMs: 0, endMs: 900 },
    { text: "late", startMs: 1500, endMs: 2000 },
  ];
  // rows stand at 0, 500, 1000 and 1500 ms: the mean 0.25 is 0 without the last two
  const clip = { pictures: column([0, 0, 0, 1]), durationMs: 2000, text: "early late", words };
  const effects = await momentEffects(clip, { predict });
  assert.deepEqual(effects, [
    {
      startMs: 0,
      endMs: 1000,
      effect: { virality: 100 * (0.25 - 0.5), engagement: 100 * (0.1 - 0.04) },
    },
    { startMs: 1000, endMs: 2000, effect: { virality: 25, engagement: 100 * (0.1 - 0.05) } },
  ]);
});

Deno.test("momentEffects() leaves out what is heard in each second", async () => {
  const byLoudness = (clips: readonly ClipParts[]) =>
    Promise.resolve(clips.map(({ sound }) => ({ virality: 0, engagement: mean(sound?.data) })));
  const clip = { sound: column([0, 0, 1, 1]), durationMs: 2000 };
  const effects = await momentEffects(clip, { predict: byLoudness });
  assert.deepEqual(effects.map(({ effect }) => effect.engagement), [-50, 50]);
});

Deno.test("momentEffects() keeps a part that has nothing outside of a stretch", async () => {
  const words = [{ text: "early", startMs: 0, endMs: 900 }];
  // the only picture and the only word lie in the first second: without them nothing could be asked
  const clip = { pictures: column([1]), durationMs: 2000, text: "early", words };
  const effects = await momentEffects(clip, { predict });
  assert.deepEqual(effects.map(({ effect }) => effect), [
    { virality: 0, engagement: 0 },
    { virality: 0, engagement: 0 },
  ]);
});

Deno.test("momentEffects() cuts a long clip into as many stretches as asked", async () => {
  const clip = { sound: column(new Array<number>(400).fill(1)), durationMs: 200_000 };
  const effects = await momentEffects(clip, { predict, most: 8 });
  assert.equal(effects.length, 8);
  assert.equal(effects[7]!.endMs, 200_000);
});

Deno.test("momentEffects() leaves a clip of a second whole", async () => {
  assert.deepEqual(
    await momentEffects({ pictures: column([1, 1, 1]), durationMs: 1500 }, { predict }),
    [],
  );
});
