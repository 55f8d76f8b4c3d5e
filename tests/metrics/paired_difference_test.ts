import assert from "assert";
import { compareAll } from "lib/metrics/compare_all.ts";
import { evaluate } from "lib/metrics/evaluate.ts";
import { pairedDifference } from "lib/metrics/paired_difference.ts";
import { createGenerator } from "lib/random.ts";
import type { Scores } from "lib/types.ts";
import { gappyPredictions, predictionsOf } from "./_predictions.ts";

const actual = Array.from({ length: 30 }, (_, i) => [i % 5, i % 7] as const);
const generator = createGenerator(4);
const first = predictionsOf(actual.map(([a, b]) => [a + generator.normal(), b]), actual);
const second = predictionsOf(actual.map(([a, b]) => [a, b + generator.normal()]), actual);

Deno.test("pairedDifference() is the difference of the averaged metrics", () => {
  const average = (of: typeof first) =>
    evaluate(of, { seed: 0 }).find((row) => row.target === "average" && row.metric === "mae")!;
  const { value } = pairedDifference({ first, second }, { seed: 0, metric: "mae" });
  assert.ok(Math.abs(value - (average(first).value - average(second).value)) < 1e-12);
});

Deno.test("pairedDifference() of a model with itself is 0 without doubt", () => {
  const interval = pairedDifference({ first, second: first }, { seed: 0 });
  assert.deepEqual(interval, { value: 0, low: 0, high: 0 });
});

Deno.test("pairedDifference() cancels what is hard for both", () => {
  // the second errs by 1 more in square on every row: the difference is -1 on each resample
  const errors = [0, 1, 5, 9];
  const none = errors.map(() => [0, 0] as const);
  const of = (errorOf: (square: number) => number) =>
    predictionsOf(errors.map((e) => [errorOf(e), errorOf(e)]), none);
  const models = { first: of(Math.sqrt), second: of((square) => Math.sqrt(square + 1)) };
  const { low, high } = pairedDifference(models, { seed: 0 });
  assert.ok(Math.abs(low + 1) < 1e-12 && Math.abs(high + 1) < 1e-12);
});

Deno.test("pairedDifference() changes sign with the models' order", () => {
  const forth = pairedDifference({ first, second }, { seed: 3 });
  const back = pairedDifference({ first: second, second: first }, { seed: 3 });
  assert.equal(forth.value, -back.value);
  assert.ok(Math.abs(forth.low + back.high) < 1e-12);
});

Deno.test("pairedDifference() refuses models that speak of other videos", () => {
  const refuses = (other: typeof first, got: string) =>
    assert.throws(() => pairedDifference({ first, second: other }, { seed: 0 }), {
      name: "TypeError",
      message:
        `Cannot compare two models: expected the same videos and actual scores in row ${got}`,
    });
  refuses(first.slice(0, 29), "29, got v29 and none");
  refuses(first.toReversed(), "0, got v0 and v29");
  const changed = { ...first[2]!, actual: { virality: 9, engagement: 9 } };
  refuses(first.with(2, changed), "2, got v2 and v2");
});

Deno.test("pairedDifference() and compareAll() count each target on the videos of which it is known", () => {
  const worse = gappyPredictions();
  const best = worse.map((it) => ({ ...it, predicted: { ...it.predicted, watched: 0.5 } }));
  const pair = { first: worse, second: best };
  // by hand: of three targets one differs, by (0.3 + 0.5) / 2
  const { value } = pairedDifference(pair, { seed: 0, metric: "mae" });
  assert.ok(Math.abs(value - 0.4 / 3) < 1e-12);
  const models = [{ model: "a", predictions: worse }, { model: "b", predictions: best }];
  const [compared] = compareAll(models, { seed: 0, metric: "mae" });
  assert.ok(Math.abs(compared!.difference.value - 0.4 / 3) < 1e-12);
});

Deno.test("pairedDifference() refuses models of unlike targets", () => {
  const all = gappyPredictions();
  const fewer = all.map(({ predicted: { watched: _, ...predicted }, ...it }) => ({
    ...it,
    predicted: predicted as Scores,
  }));
  assert.throws(() => pairedDifference({ first: all, second: fewer }, { seed: 0 }), {
    name: "TypeError",
    message: "Cannot compare two models: expected predictions of the same targets, " +
      "got reach, likes, watched and reach, likes",
  });
});
