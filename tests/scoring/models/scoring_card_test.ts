import assert from "assert";
import { join } from "node:path";
import { MODEL_CARD } from "lib/evaluation/cards/model_card.ts";
import { averagedMse } from "lib/metrics/averaged_mse.ts";
import { metricOf } from "lib/metrics/metric_of.ts";
import type { HeldOut } from "lib/evaluation/held_out.ts";
import { fitText } from "lib/scoring/models/fit_text.ts";
import type { HeldOutPerformance } from "lib/scoring/models/held_out_performance.ts";
import { keepCard, scoringCard } from "lib/scoring/models/scoring_card.ts";
import type { Prediction } from "lib/types.ts";
import { inFolder } from "../../_in_folder.ts";
import { testWithDisk } from "../../_unwritable.ts";
import { pool } from "../_scorers.ts";

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
const performance: HeldOutPerformance = { facts: [], random, unseen, history: [] };
const options = { model: "ridge", reads: "transcripts", performance };

Deno.test("scoringCard() gives each protocol's own results", () => {
  const { results } = scoringCard(pool, options);
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
  assert.equal(scoringCard(pool, options).limits.at(-1), warning);
  assert.ok(!scoringCard({ ...pool, kind: "real" }, options).limits.includes(warning));
});

Deno.test("scoringCard() names the language model that reads, and none where there is none", () => {
  assert.equal(scoringCard(pool, options).madeFrom, undefined);
  const madeFrom = { id: "a/b", revision: "main" };
  assert.deepEqual(scoringCard(pool, { ...options, madeFrom }).madeFrom, [madeFrom]);
});

const fitted = await fitText(pool, { cache: "unused" });
const card = () => scoringCard(pool, { ...options, performance: fitted.performance });

Deno.test("keepCard() writes a card once, of finished files only", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(join(folder, "model.json"), "{}");
    await Deno.writeTextFile(join(folder, "model.json.1-0123abcd.partial"), "");
    await keepCard(folder, card, { root: folder });
    const text = await Deno.readTextFile(join(folder, MODEL_CARD));
    assert.match(text, /model\.json/);
    assert.doesNotMatch(text, /partial/);
    await Deno.writeTextFile(join(folder, MODEL_CARD), "mine");
    await keepCard(folder, card, { root: folder });
    assert.equal(await Deno.readTextFile(join(folder, MODEL_CARD)), "mine");
  }));

testWithDisk("keepCard() goes on without a folder and on a read-only disk", async (disk) => {
  await keepCard(undefined, card, { root: disk.folder });
  await Deno.writeTextFile(join(disk.folder, "model.json"), "{}");
  await disk.makeReadOnly();
  await keepCard(disk.folder, card, { root: disk.folder });
});
