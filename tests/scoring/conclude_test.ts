import assert from "assert";
import { conclude } from "lib/scoring/conclude.ts";
import { type HeldOut, heldOutFacts } from "lib/scoring/held_out.ts";
import type { Measured } from "lib/scoring/measured.ts";
import type { Prediction } from "lib/types.ts";
import { known } from "./_scorers.ts";

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
const measured: Measured = { facts: [heldOutFacts(unseen)], random: unseen, unseen, history };

const base = { virality: 0.5, engagement: 0.5 };
const options = { known, model: "ridge", measured };

Deno.test("conclude() sets intervals of the size of what was missed of unseen groups", () => {
  const { scores, moved, facts } = conclude(base, options);
  const { score, low, high } = scores.virality;
  assert.equal(score, 50);
  assert.ok(Math.abs(low - 30) < 1e-9 && Math.abs(high - 70) < 1e-9, `got ${low} to ${high}`);
  assert.equal(moved, undefined);
  assert.equal(facts.intervals, "a video of a channel that was not seen");
  assert.deepEqual([facts.model, facts.data, facts.kind], ["ridge", known.name, "sample"]);
  assert.deepEqual(facts.heldOut, measured.facts);
});

Deno.test("conclude() moves a score by its channel's past, with narrower intervals", () => {
  const past = predictions.slice(0, 2);
  const { scores, moved, facts } = conclude(base, { ...options, past });
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

Deno.test("conclude() says that blocks stand in for channels where these are unknown", () => {
  const blocks = { ...options, known: { ...known, groupsName: "blocks of 100 rows" } };
  assert.match(conclude(base, blocks).facts.intervals, /^a video of a run of neighbouring videos/);
  const { facts } = conclude(base, { ...blocks, past: predictions.slice(0, 2) });
  assert.match(
    facts.intervals,
    /^a new video of a channel \(runs of neighbouring videos stand in\)/,
  );
});
