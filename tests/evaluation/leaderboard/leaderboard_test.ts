import assert from "assert";
import { leaderboard } from "lib/evaluation/leaderboard/leaderboard.ts";
import { evaluate } from "lib/metrics/evaluate.ts";
import { metricOf } from "lib/metrics/metric_of.ts";
import { prediction, saved } from "../_saved.ts";

const OPTIONS = { resamples: 200, seed: 1 };
const RIGHT = [prediction("aaaaaaaaaaa", 0.5, 0.5), prediction("bbbbbbbbbbb", 0.6, 0.5)];
const WRONG = [prediction("aaaaaaaaaaa", 0.9, 0.5), prediction("bbbbbbbbbbb", 0.1, 0.5)];

Deno.test("leaderboard() puts the smallest averaged error first", () => {
  const [group] = leaderboard([
    saved({ model: "Wrong", predictions: WRONG }),
    saved({ model: "Right", predictions: RIGHT }),
  ], OPTIONS);
  assert.deepEqual(group!.rows.map(({ model }) => model), ["Right", "Wrong"]);
  const errors = group!.rows.map((row) => metricOf(row.evaluations, "mse").average.value);
  assert.ok(Math.abs(errors[0]! - 0.005) < 1e-12); // (0² + 0.1²) / 2
  assert.ok(Math.abs(errors[1]! - 0.16) < 1e-12); // (0.4² + 0.4²) / 2
  assert.equal(group!.videos, 2);
});

Deno.test("leaderboard() keeps data, protocols, sides and other videos apart", () => {
  const groups = leaderboard([
    saved(),
    saved({ data: "other" }),
    saved({ model: "Other content", dataDigest: "e".repeat(64) }),
    saved({ protocol: "channels" }),
    saved({ side: "cross-validation" }),
    saved({ predictions: [prediction("aaaaaaaaaaa", 0.25, 0.5)] }),
    saved({ model: "Second", predictions: saved().predictions.toReversed() }),
  ], OPTIONS);
  assert.deepEqual(groups.map(({ rows }) => rows.length), [1, 2, 1, 1, 1, 1]);
});

Deno.test("leaderboard() puts real data first, then whole data, then the random split", () => {
  const real = { data: "2 real videos" };
  const crossValidated = { side: "cross-validation", protocol: "channels" } as const;
  const ordered = [
    { ...real },
    { ...real, side: "test" },
    { ...real, protocol: "channels" },
    { ...real, protocol: "channels", side: "test" },
    { ...real, ...crossValidated },
    { data: "2 real videos, 1 of the test set", side: "test" },
    { data: "sample corpus of 2 videos" },
    { data: "sample corpus of 2 videos", ...crossValidated },
  ] as const;
  const groups = leaderboard(ordered.toReversed().map((it) => saved(it)), OPTIONS);
  const nameOf = (
    { data, protocol, side }: Pick<typeof groups[number], "data" | "protocol" | "side">,
  ) => (
    [data, protocol, side].join("; ")
  );
  assert.deepEqual(groups.map(nameOf), ordered.map((it) => nameOf(saved(it))));
});

Deno.test("leaderboard() counts a video that was predicted several times once", () => {
  const [twice] = leaderboard([saved({ predictions: [...RIGHT, ...WRONG] })], OPTIONS);
  assert.deepEqual([twice!.videos, twice!.predictionsPerVideo], [2, 2]);
  const [once] = leaderboard([saved()], OPTIONS);
  assert.deepEqual([once!.videos, once!.predictionsPerVideo], [2, 1]);
});

Deno.test("leaderboard() shows equal predictions of two notebooks once, with their cost", () => {
  const [group] = leaderboard([
    saved({ notebook: "A", seconds: {} }),
    saved({ notebook: "B" }),
  ], OPTIONS);
  assert.deepEqual(
    group!.rows.map(({ model, fitSeconds, millisecondsPerVideo }) => ({
      model,
      fitSeconds,
      millisecondsPerVideo,
    })),
    [{ model: "Ridge", fitSeconds: 1.5, millisecondsPerVideo: 125 }],
  ); // 0.25 s for 2 videos
});

Deno.test("leaderboard() names the notebooks of unlike models with one name", () => {
  const [group] = leaderboard([
    saved({ notebook: "A", predictions: RIGHT }),
    saved({ notebook: "B", predictions: WRONG }),
  ], OPTIONS);
  assert.deepEqual(group!.rows.map(({ model }) => model), ["Ridge · A", "Ridge · B"]);
});

Deno.test("leaderboard() counts a model's openings on the test side only", () => {
  const opening = {
    model: "Ridge",
    data: saved().data,
    protocol: saved().protocol,
    date: "2026-01-01T00:00:00Z",
  };
  const openings = [
    { ...opening, digest: "a" },
    { ...opening, digest: "b" },
    { ...opening, model: "Other", digest: "c" },
  ];
  const groups = leaderboard([saved(), saved({ side: "test" })], { ...OPTIONS, openings });
  assert.deepEqual(groups.map(({ rows }) => rows[0]!.openings), [0, 2]);
});

Deno.test("leaderboard() resamples whole groups where predictions name them", () => {
  // Within a group both errors are equal and opposite to no other's: with two groups of many rows the
  // resampled MSE is one of 0, 0.08, 0.16; with single rows it hardly leaves 0.08.
  const predictions = Array.from(
    { length: 40 },
    (_, i) => prediction(`video${i}`.padEnd(11, "_"), i < 20 ? 0.5 : 0.9, 0.5),
  );
  const groups = predictions.map((_, i) => i < 20 ? "a" : "b");
  const widthOf = (it: ReturnType<typeof saved>) => {
    const { low, high } =
      metricOf(leaderboard([it], OPTIONS)[0]!.rows[0]!.evaluations, "mse").average;
    return high - low;
  };
  assert.ok(Math.abs(widthOf(saved({ predictions, groups })) - 0.16) < 1e-12);
  assert.ok(widthOf(saved({ predictions })) < 0.08);
});

Deno.test("leaderboard() widens intervals over groups, and none over single videos", () => {
  // five groups of one error each: the interval of two would reach its extremes either way
  const predictions = Array.from(
    { length: 20 },
    (_, i) => prediction(`video${i}`.padEnd(11, "_"), 0.5 + 0.1 * (i % 5), 0.5),
  );
  const groups = predictions.map((_, i) => String(i % 5));
  const evaluationsOf = (changes: Parameters<typeof saved>[0]) =>
    leaderboard([saved({ predictions, ...changes })], OPTIONS)[0]!.rows[0]!.evaluations;
  const grouped = evaluate(predictions, { ...OPTIONS, groups, expanded: true });
  assert.deepEqual(evaluationsOf({ groups }), grouped);
  assert.notDeepEqual(grouped, evaluate(predictions, { ...OPTIONS, groups }));
  assert.deepEqual(evaluationsOf({}), evaluate(predictions, OPTIONS));
});

Deno.test("leaderboard() marks what comes from an older run, and nothing else", () => {
  const [older, current] = [saved({ model: "A", predictions: WRONG }), saved({ model: "B" })];
  const [group] = leaderboard([older, current], { ...OPTIONS, older: new Set([older]) });
  assert.deepEqual(group!.rows.map(({ model, label }) => ({ model, label })), [
    { model: "B", label: "B" },
    { model: "A", label: "A (older run)" },
  ]);
});

Deno.test("leaderboard() shows equal predictions of an older and the present run unmarked", () => {
  const [older, current] = [saved({ notebook: "A" }), saved({ notebook: "B", seconds: {} })];
  const [group] = leaderboard([older, current], { ...OPTIONS, older: new Set([older]) });
  assert.deepEqual(group!.rows.map(({ label, saved: { notebook } }) => [label, notebook]), [
    ["Ridge", "B"],
  ]);
});

Deno.test("leaderboard() of nothing has no groups", () => {
  assert.deepEqual(leaderboard([], OPTIONS), []);
});
