import assert from "assert";
import type { TopLevelSpec } from "vega-lite";
import { drawnTargets, noteOf, sharedDomains } from "lib/graphs/_targets.ts";
import { coverage } from "lib/graphs/coverage.ts";
import { featureEffects } from "lib/graphs/feature_effects.ts";
import { intervalStrip } from "lib/graphs/interval_strip.ts";
import { modelComparison } from "lib/graphs/model_comparison.ts";
import { predictedAgainstActual } from "lib/graphs/predicted_against_actual.ts";
import { renderSvg } from "lib/graphs/render.ts";
import { residuals } from "lib/graphs/residuals.ts";
import { scoreByRow } from "lib/graphs/score_by_row.ts";
import { scoreDistribution } from "lib/graphs/score_distribution.ts";
import { scoreRanges } from "lib/graphs/score_ranges.ts";
import { spreadAgainstError } from "lib/graphs/spread_against_error.ts";
import { timeline } from "lib/graphs/timeline.ts";
import { videoMap } from "lib/graphs/video_map.ts";
import { forTargets, namesOf, type Target } from "lib/targets.ts";
import type { ByTarget, Scores } from "lib/types.ts";
import { ONE_TARGET, RETENTION, THREE_TARGETS } from "../_targets.ts";
import { textsOf } from "./_check_graph.ts";

const TEXT = { title: "Title", subtitle: "Subtitle" };
const ROWS = Array.from({ length: 20 }, (_, row) => row);

/** Twenty videos, of five of which retention is not known. */
function videosOf(targets: readonly Target[]) {
  return ROWS.map((row) => {
    const known = targets.filter(({ name }) => name !== RETENTION.name || row % 4 > 0);
    const scores: Scores = forTargets(namesOf(known), (_, i) => (row + i) / 25);
    const predicted: Scores = forTargets(namesOf(targets), (_, i) => 0.3 + (row + i) / 50);
    return { videoId: `v${row}`, row, x: row, y: -row, scores, actual: scores, predicted };
  });
}

type Draw = (targets: readonly Target[]) => TopLevelSpec;

const each = <T>(targets: readonly Target[], value: T): ByTarget<T> =>
  forTargets(namesOf(targets), () => value);
const ESTIMATE = { value: 0.1, low: 0.05, high: 0.2 };
const MOMENT = { startMs: 0, endMs: 1000 };

/** Every graph of scores, and texts that stand in it where there are three targets. */
const GRAPHS: readonly (readonly [name: string, draw: Draw, texts: readonly string[]])[] = [
  ["predictedAgainstActual", (targets) =>
    predictedAgainstActual(videosOf(targets), {
      ...TEXT,
      targets,
      trainingMean: each(targets, 0.4),
      notes: each(targets, "a note"),
    }), [
    "Actual rating (1 to 5 stars)",
    "Predicted retention (0 to 100)",
    "a note · 15 of 20 videos",
    "mean 2.60",
  ]],
  ["residuals", (targets) => residuals(videosOf(targets), { ...TEXT, targets }), [
    "Predicted − actual (stars)",
    "Predicted − actual (points of 100)",
    "15 of 20 videos",
  ]],
  ["scoreByRow", (targets) => scoreByRow(videosOf(targets), { ...TEXT, targets }), [
    "Rating (1 to 5 stars)",
    "15 of 20 videos",
  ]],
  ["scoreDistribution", (targets) => scoreDistribution(videosOf(targets), { ...TEXT, targets }), [
    "Rating (1 to 5 stars)",
    "Retention score (0 to 100)",
    "15 of 20 videos",
  ]],
  ["intervalStrip", (targets) => {
    const ranges = each(targets, { low: 0.1, high: 0.9 });
    return intervalStrip(videosOf(targets).map((it) => ({ ...it, ranges })), { ...TEXT, targets });
  }, ["Score (1 to 5 stars)", "Retention"]],
  ["videoMap", (targets) => videoMap(videosOf(targets), { ...TEXT, targets }), [
    "Rating (1 to 5 stars)",
    "15 of 20 videos",
  ]],
  ["spreadAgainstError", (targets) => {
    const rows = videosOf(targets).map(({ videoId, scores, predicted }) => ({
      videoId,
      spread: predicted,
      error: scores,
    }));
    return spreadAgainstError(rows, { ...TEXT, targets });
  }, ["|Mean answer − actual| (stars)", "15 of 20 videos"]],
  ["coverage", (targets) => {
    const row = { name: "row", ...each(targets, { covered: ESTIMATE, width: 0.5 }) };
    return coverage([row], { ...TEXT, targets });
  }, ["Rating", "10.0% · 2.0"]],
  [
    "featureEffects",
    (targets) =>
      featureEffects([{ feature: "pace", effect: each(targets, ESTIMATE) }], { ...TEXT, targets }),
    [
      "Stars",
      "Points of 100",
    ],
  ],
  ["timeline", (targets) => {
    const moments = [{ ...MOMENT, effect: each(targets, 0.1) }];
    return timeline({ durationMs: 1000, moments }, { ...TEXT, targets });
  }, ["Rating: what each moment added", "Stars"]],
  ["scoreRanges", (targets) => {
    const range = { score: 3, low: 2, high: 4, median: 3 };
    return scoreRanges(each(targets, range), { ...TEXT, targets });
  }, ["Score (1 to 5 stars); the tick is the known videos' median", "Retention"]],
  ["modelComparison", (targets) => {
    const errors = { ...each(targets, ESTIMATE), average: ESTIMATE };
    return modelComparison([{ model: "ridge", errors }], { ...TEXT, targets });
  }, ["All 3 targets averaged", "Retention"]],
];

for (const [name, draw, texts] of GRAPHS) {
  Deno.test(`${name}() draws one target, or three with a range of its own and gaps`, async () => {
    for (const theme of ["light", "dark"] as const) {
      const shown = textsOf(await renderSvg(draw(THREE_TARGETS), { theme }));
      for (const text of texts) {
        assert.ok(shown.includes(text), `expected the text ${text} among ${shown.join(" | ")}`);
      }
      const single = textsOf(await renderSvg(draw(ONE_TARGET), { theme })).join(" | ");
      assert.match(single, /Rating|Stars|stars/);
      assert.doesNotMatch(single, /Virality|Retention|averaged/);
    }
  });
}

Deno.test("drawnTargets() shows values and differences with their unit", () => {
  const shown = drawnTargets({ ...TEXT, targets: THREE_TARGETS });
  assert.deepEqual(shown.map(({ style, values, differences }) => [style, values, differences]), [
    ["virality", "0 to 100", "points of 100"],
    ["target3", "1 to 5 stars", "stars"],
    ["target4", "0 to 100", "points of 100"],
  ]);
});

Deno.test("sharedDomains() gives targets of one range one axis", () => {
  const [virality, rating, retention] = THREE_TARGETS.map((target, i) => ({
    target,
    shown: [[12, 31], [2, 3], [48]][i]!,
  }));
  assert.deepEqual(sharedDomains([virality!, rating!, retention!]), [
    [10, 50],
    [1.8, 3],
    [10, 50],
  ]);
});

Deno.test("noteOf() counts videos only where some are missing", () => {
  assert.equal(noteOf({ shown: 2, all: 2 }), undefined);
  assert.equal(noteOf({ shown: 2, all: 2 }, "a"), "a");
  assert.equal(noteOf({ shown: 1500, all: 2000 }, "a"), "a · 1,500 of 2,000 videos");
});
