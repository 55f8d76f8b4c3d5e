import assert from "assert";
import { averagedMse } from "lib/metrics/averaged_mse.ts";
import { metricOf } from "lib/metrics/metric_of.ts";
import type { HeldOut } from "lib/scoring/held_out.ts";
import type { Measured } from "lib/scoring/measured.ts";
import { scoringCard } from "lib/scoring/scoring_card.ts";
import type { Prediction } from "lib/types.ts";
import { known } from "./_scorers.ts";

/** Held-out predictions that are wrong by up to this much. */
function heldOut(count: number, error: number): HeldOut {
  const predictions = Array.from({ length: count }, (_, i): Prediction => ({
    videoId: `${i}`,
    predicted: { virality: 0.5, engagement: 0.5 },
    actual: { virality: 0.5 + error * i / count, engagement: 0.5 - error * i / count },
  }));
  return { protocol: "", predictions, baseline: predictions };
}

const random = heldOut(12, 0.1);
const unseen = { ...heldOut(24, 0.4), groups: Array.from({ length: 24 }, (_, i) => `${i % 6}`) };
const measured: Measured = { facts: [], random, unseen, history: [] };
const options = { model: "ridge", reads: "transcripts", measured };

Deno.test("scoringCard() gives each protocol's own results", () => {
  const { results } = scoringCard(known, options);
  assert.deepEqual(results.map(({ videos }) => videos), [
    "random split, validation (12 videos)",
    "unseen channels, 5 folds (24 videos)",
  ]);
  const errors = results.map(({ evaluations }) => metricOf(evaluations, "mse").average.value);
  [random, unseen].forEach(({ predictions }, i) =>
    assert.ok(Math.abs(errors[i]! - averagedMse(predictions)) < 1e-12)
  );
});

Deno.test("scoringCard() warns of invented videos, and of these alone", () => {
  const warning = "Fitted on invented videos: it says nothing of real ones.";
  assert.equal(scoringCard(known, options).limits.at(-1), warning);
  assert.ok(!scoringCard({ ...known, kind: "real" }, options).limits.includes(warning));
});

Deno.test("scoringCard() names the language model that reads, and none where there is none", () => {
  assert.equal(scoringCard(known, options).madeFrom, undefined);
  const madeFrom = { id: "a/b", revision: "main" };
  assert.deepEqual(scoringCard(known, { ...options, madeFrom }).madeFrom, [madeFrom]);
});
