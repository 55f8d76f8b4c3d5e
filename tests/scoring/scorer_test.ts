import assert from "assert";
import type { Neighbour } from "lib/scoring/answer.ts";
import type { HeldOutPerformance } from "lib/scoring/models/held_out_performance.ts";
import type { VideoParts } from "lib/scoring/models/video_parts.ts";
import { createScorer, type ScoringModel } from "lib/scoring/scorer.ts";
import type { Prediction } from "lib/types.ts";
import { captionWords } from "./_caption_words.ts";
import { pool } from "./_scorers.ts";

const predictions = pool.videos.map(({ videoId, scores }): Prediction => ({
  videoId,
  predicted: { virality: 0.5, engagement: 0.5 },
  actual: scores,
}));
const heldOut = { protocol: "channels", predictions, baseline: predictions, groups: pool.groups };
const performance: HeldOutPerformance = {
  facts: [],
  random: heldOut,
  unseen: heldOut,
  history: [0, 1].map(() => ({ variance: 1, level: 0.5, likeness: 0, noise: 0.5 })),
};

function near(similarity: number): Neighbour {
  const scores = { virality: 1, engagement: 2 };
  return { videoId: "abcdefghijk", similarity, scores, snippet: "" };
}

/** A model whose scores are a hundredth of a text's length, and a tenth of the rows of a sound. */
function model(neighbours: Neighbour[] = []): ScoringModel {
  return {
    name: "lengths",
    performanceOn: () => performance,
    predict: (videos) =>
      Promise.resolve(videos.map(({ text = "", sound }) => ({
        virality: text.length / 100,
        engagement: (sound?.rows ?? 0) / 10,
      }))),
    place: () => Promise.resolve({ neighbours, warnings: ["It is strange."] }),
  };
}

const sound = { kind: "dense", rows: 4, columns: 1, data: new Float32Array(4) } as const;

Deno.test("createScorer() scores whichever of a video's parts are there", async () => {
  const { score, kind } = createScorer(model(), pool);
  assert.equal(kind, "sample");
  const text = "up down";
  const rounded = (points: number) => Math.round(1e9 * points) / 1e9;
  const words = captionWords([[0, "up"], [1000, "down"]], 500);
  const said = await score({ text, words });
  assert.deepEqual(said.finding.basis, ["words"]);
  assert.equal(rounded(said.finding.scores.virality.score), 7);
  assert.deepEqual(said.finding.moments.map(({ startMs }) => startMs), [0, 1000]);
  assert.deepEqual(said.finding.words.map(({ text }) => text), ["down", "up"]);
  const heard = await score({ sound, durationMs: 2000 });
  assert.deepEqual([heard.finding.basis, heard.finding.scores.engagement.score], [["sound"], 40]);
  assert.deepEqual(heard.finding.moments.map(({ effect }) => effect.engagement), [20, 20]);
  assert.deepEqual([heard.finding.words, heard.finding.passages], [[], []]);
});

Deno.test("createScorer() gives moments of what is said in place of passages, in a clip beside them", async () => {
  const { score } = createScorer(model(), pool);
  const lines = Array.from({ length: 6 }, (_, line) =>
    [
      2000 * line,
      Array.from({ length: 9 }, (_, i) => `word${9 * line + i}`).join(" "),
    ] as const);
  const words = captionWords(lines, 200);
  const said: VideoParts = { text: lines.map(([, line]) => line).join(" "), words };
  const passagesOf = async (video: VideoParts) => (await score(video)).finding.passages.length;
  assert.equal(await passagesOf({ text: said.text }), 24);
  assert.equal(await passagesOf(said), 0);
  assert.equal(await passagesOf({ ...said, durationMs: 12_000 }), 24);
});

Deno.test("createScorer() warns of invented videos, and of these alone", async () => {
  const invented =
    "It was learned from invented sample videos: the scores say nothing of real ones.";
  const ofSample = await createScorer(model(), pool).score({ text: "a text" });
  assert.deepEqual(ofSample.warnings, [invented, "It is strange."]);
  const ofReal = await createScorer(model(), { ...pool, kind: "real" }).score({ text: "a text" });
  assert.deepEqual(ofReal.warnings, ["It is strange."]);
});

Deno.test("createScorer() names the known video that was scored, by what it was known", async () => {
  const real = { ...pool, kind: "real" } as const;
  const same = createScorer(model([near(1), near(0.99995)]), real);
  const [, warning, ...others] = (await same.score({ sound })).warnings;
  assert.match(warning!, /fitted on this very clip \(video abcdefghijk\): the score is better/);
  assert.deepEqual(others, []);
  assert.match((await same.score({ text: "a text" })).warnings[1]!, /fitted on this very text/);
  const like = createScorer(model([near(0.9999), near(0.5)]), real);
  assert.deepEqual((await like.score({ sound })).warnings, ["It is strange."]);
});

Deno.test("createScorer() moves a score by its channel's past", async () => {
  const past = new Array(3).fill({ scores: { virality: 1, engagement: 1 } });
  const { finding } = await createScorer(model(), pool).score({ text: "a text" }, { past });
  assert.ok(finding.moved!.virality > 0 && finding.moved!.engagement > 0);
  assert.equal(finding.facts.heldOut.at(-1)!.protocol, "channels, with 3 known videos each");
});
