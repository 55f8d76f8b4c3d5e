import assert from "assert";
import { evaluate, METRICS } from "lib/metrics/evaluate.ts";
import type { Scores } from "lib/types.ts";
import { gappyPredictions, predictionsOf } from "./_predictions.ts";
import { isClose, recorded } from "./_recorded.ts";

const { seed, resamples, level, noise } = recorded.bootstrap;
const { predicted, actual, metrics } = recorded.pairs[0]!;

Deno.test("evaluate() has a row for each metric of each target and their average", () => {
  const rows = evaluate(predictionsOf([[0.1, 0.2], [0.3, 0.5]], [[0.1, 0.1], [0.4, 0.9]]), {
    seed,
  });
  assert.deepEqual(
    rows.map(({ metric, target }) => `${metric} ${target}`),
    ["mse", "rmse", "mae", "r2", "pearson", "spearman"].flatMap((metric) =>
      ["virality", "engagement", "average"].map((target) => `${metric} ${target}`)
    ),
  );
  assert.ok(rows.every((row) => row.rows === 2));
});

Deno.test("evaluate() equals scikit-learn, SciPy and NumPy on the same resamples", () => {
  const pairs = (values: number[]) => values.map((value) => [value, 0.5] as const);
  const rows = evaluate(predictionsOf(pairs(predicted), pairs(actual)), { seed, resamples, level });
  for (const name of Object.keys(METRICS) as (keyof typeof METRICS)[]) {
    const row = rows.find(({ metric, target }) => metric === name && target === "virality")!;
    assert.ok(isClose(row.value, metrics[name]), `${name}: ${row.value}`);
    assert.ok(isClose(row.low, noise[name][0]!), `${name} low: ${row.low}`);
    assert.ok(isClose(row.high, noise[name][1]!), `${name} high: ${row.high}`);
  }
});

Deno.test("evaluate() averages the metric over the targets within each resample", () => {
  // errors are (e, 1 - e): each row's average absolute error is 1/2 whichever rows are drawn
  const errors = [0, 0.25, 0.5, 1];
  const rows = evaluate(
    predictionsOf(errors.map((e) => [e, 1 - e]), errors.map(() => [0, 0])),
    { seed },
  );
  const mae = rows.filter(({ metric }) => metric === "mae");
  assert.deepEqual(mae.map(({ value }) => value), [0.4375, 0.5625, 0.5]);
  assert.deepEqual([mae[2]!.low, mae[2]!.high], [0.5, 0.5]);
  assert.ok(mae[0]!.low < mae[0]!.high);
});

Deno.test("evaluate() resamples groups whole", () => {
  const values = predictionsOf([[0, 0], [0, 0], [1, 1]], [[0, 0], [1, 1], [0, 0]]);
  // the two groups' absolute errors are 1/2 and 1, so no resample lies outside them
  const rows = evaluate(values, { seed, groups: ["a", "a", "b"], level: 0.99 });
  const mae = rows.find(({ metric, target }) => metric === "mae" && target === "virality")!;
  assert.deepEqual([mae.low, mae.high], [0.5, 1]);
});

Deno.test("evaluate() gives no correlation to constant predictions", () => {
  const rows = evaluate(predictionsOf([[0.1, 0.1], [0.1, 0.1]], [[0, 1], [1, 0]]), { seed });
  const pearson = rows.find(({ metric }) => metric === "pearson")!;
  assert.deepEqual([pearson.value, pearson.low, pearson.high], [NaN, NaN, NaN]);
});

Deno.test("evaluate() names the video whose score is not finite", () => {
  assert.throws(() => evaluate(predictionsOf([[1, 1], [1, NaN]], [[1, 1], [1, 1]]), { seed }), {
    name: "TypeError",
    message:
      "Cannot evaluate video v1: expected finite scores of engagement, got NaN predicted and 1 actual",
  });
  assert.throws(() => evaluate([], { seed }), {
    name: "RangeError",
    message: "Cannot bootstrap: expected at least one row, got 0",
  });
});

Deno.test("evaluate() counts each target on the videos of which it is known, and says how many", () => {
  const rows = evaluate(gappyPredictions(), { seed });
  const mae = rows.filter(({ metric }) => metric === "mae");
  assert.deepEqual(mae.map((it) => [it.target, it.rows]), [
    ["reach", 4],
    ["likes", 4],
    ["watched", 2],
    ["average", 4],
  ]);
  // by hand: (0.1 + 0.3 + 0.1 + 0.3) / 4, (0.2 + 0 + 0.2 + 0.4) / 4, (0.3 + 0.5) / 2, their mean
  [0.2, 0.2, 0.4, 0.8 / 3].forEach((value, i) => assert.ok(isClose(mae[i]!.value, value)));
  // a resample of the two videos alone gives 0.3, 0.4 or 0.5, one without them nothing
  assert.ok(mae[2]!.low >= 0.3 - 1e-12 && mae[2]!.high <= 0.5 + 1e-12);
});

Deno.test("evaluate() does not define a target that no video has, and averages the others", () => {
  const unknown = gappyPredictions().slice(2);
  const mae = evaluate(unknown, { seed }).filter(({ metric }) => metric === "mae");
  assert.deepEqual([mae[2]!.target, mae[2]!.rows, mae[2]!.value], ["watched", 0, NaN]);
  assert.ok(isClose(mae[3]!.value, (0.2 + 0.3) / 2));
});

Deno.test("evaluate() takes a single target, whose average it is", () => {
  const single = gappyPredictions().map(({ videoId, predicted, actual }) => ({
    videoId,
    predicted: { reach: predicted.reach! } as unknown as Scores,
    actual,
  }));
  const [reach, average, ...others] = evaluate(single, { seed })
    .filter(({ metric }) => metric === "mse");
  assert.deepEqual({ ...reach, target: "average" }, average);
  assert.deepEqual(others, []);
});
