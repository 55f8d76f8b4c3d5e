import assert from "assert";
import { type HeldOut, heldOutFacts } from "lib/evaluation/held_out.ts";
import { buildFinding } from "lib/scoring/build_finding.ts";
import type { HeldOutPerformance } from "lib/scoring/models/held_out_performance.ts";
import type { Prediction } from "lib/types.ts";
import { pool } from "./_scorers.ts";

/** Ten groups of four videos whose virality lies 0.2 above what is predicted, or 0.2 below it. */
const predictions = Array.from({ length: 40 }, (_, i): Prediction => ({
  videoId: `${i}`,
  predicted: { virality: 0.5, engagement: 0.5 },
  actual: { virality: i < 20 ? 0.7 : 0.3, engagement: 0.5 },
}));
const groups = predictions.map((_, i) => String(Math.floor(i / 4)));
const unseen: HeldOut = { protocol: "channels", predictions, baseline: predictions, groups };
/** Level and noise of the same size: n past residuals move a prediction by n / (n + 1) of their mean. */
const history = [0, 1].map(() => ({ variance: 1, level: 0.5, likeness: 0, noise: 0.5 }));
const performance: HeldOutPerformance = {
  facts: [heldOutFacts(unseen)],
  random: unseen,
  unseen,
  history,
};

const base = { virality: 0.5, engagement: 0.5 };
const options = { pool, model: "ridge", performance };

Deno.test("buildFinding() sets intervals of the size of what was missed of unseen groups", () => {
  const { scores, moved, facts } = buildFinding(base, options);
  const { score, low, high } = scores.virality;
  assert.equal(score, 50);
  assert.ok(Math.abs(low - 30) < 1e-9 && Math.abs(high - 70) < 1e-9, `got ${low} to ${high}`);
  assert.equal(moved, undefined);
  assert.equal(facts.intervals, "a video of a channel that was not seen");
  assert.deepEqual([facts.model, facts.data, facts.kind], ["ridge", pool.name, "sample"]);
  assert.deepEqual(facts.heldOut, performance.facts);
});

Deno.test("buildFinding() moves a score by its channel's past, with narrower intervals", () => {
  const past = predictions.slice(0, 2);
  const { scores, moved, facts } = buildFinding(base, { ...options, past });
  // two past videos move it by 2 / 3 of 0.2, and leave a third of what was missed
  const left = 100 * 0.2 / 3;
  assert.ok(Math.abs(moved!.virality - 2 * left) < 1e-9 && Math.abs(moved!.engagement) < 1e-9);
  const { score, low, high } = scores.virality;
  assert.ok(Math.abs(score - (50 + 2 * left)) < 1e-9);
  assert.ok(Math.abs(score - low - left) < 1e-9 && Math.abs(high - score - left) < 1e-9);
  assert.equal(facts.intervals, "a new video of a channel of which 2 past videos are known");
  assert.equal(facts.heldOut.length, 2);
  assert.equal(facts.heldOut[1]!.protocol, "channels, with 2 known videos each");
});

Deno.test("buildFinding() says that blocks stand in for channels where these are unknown", () => {
  const blocks = { ...options, pool: { ...pool, groupName: "blocks of 100 rows" } };
  assert.match(
    buildFinding(base, blocks).facts.intervals,
    /^a video of a run of neighbouring videos/,
  );
  const { facts } = buildFinding(base, { ...blocks, past: predictions.slice(0, 2) });
  assert.match(
    facts.intervals,
    /^a new video of a channel \(runs of neighbouring videos stand in\)/,
  );
});

/** The pool with these scores of both targets and no others. */
function poolOf(scores: readonly number[]): typeof pool {
  const videos = scores.map((score) => ({
    ...pool.videos[0]!,
    scores: { virality: score, engagement: score },
  }));
  return { ...pool, videos };
}

Deno.test("buildFinding() brings scores into 0..100, cutting what lies outside", () => {
  const { scores } = buildFinding({ virality: 0.4, engagement: 1.2 }, {
    ...options,
    pool: poolOf([0.2, 0.3, 0.5]),
  });
  const near = (got: number, expected: number) =>
    assert.ok(Math.abs(got - expected) < 1e-9, `${got}`);
  const { virality, engagement } = scores;
  // intervals reach 0.2 to both sides for virality and end at the prediction for engagement
  near(virality.low, 20);
  near(virality.high, 60);
  assert.deepEqual([virality.score, engagement.score], [40, 100]);
  assert.deepEqual([engagement.low, engagement.high], [100, 100]);
  near(virality.percentile, 200 / 3);
  assert.deepEqual([engagement.percentile, virality.median, engagement.median], [100, 30, 30]);
});

Deno.test("buildFinding() counts equal scores half", () => {
  const percentileOf = (score: number, scores: readonly number[]) => {
    const predicted = { virality: score, engagement: score };
    return buildFinding(predicted, { ...options, pool: poolOf(scores) }).scores.virality.percentile;
  };
  assert.equal(percentileOf(0.5, [0.1, 0.5, 0.5, 0.9]), 50);
  assert.equal(percentileOf(0.6, [0.1, 0.5, 0.5, 0.9]), 75);
  assert.equal(percentileOf(0, [0.1]), 0);
});

Deno.test("buildFinding() takes the mean of the two middle scores of an even number", () => {
  const { scores } = buildFinding(base, { ...options, pool: poolOf([0.5, 0.125, 0.25, 1]) });
  assert.equal(scores.virality.median, 37.5);
});
