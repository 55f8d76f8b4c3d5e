import assert from "assert";
import { intervalAround } from "lib/metrics/conformal.ts";
import { coverage } from "lib/metrics/coverage.ts";
import type { Scores } from "lib/types.ts";
import { gappyPredictions, predictionsOf } from "./_predictions.ts";

const intervals = {
  interval: (predicted: Scores) => intervalAround(predicted, { virality: 0.25, engagement: 0.125 }),
};

Deno.test("coverage() counts scores inside their interval, its ends included", () => {
  const predictions = predictionsOf(
    [[0.5, 0.5], [0.5, 0.5], [0.5, 0.5], [0, 0.5]],
    [[0.75, 0.375], [0.76, 0.6], [0.25, 0.7], [0.1, 0.9]],
  );
  const { virality, engagement, average } = coverage(predictions, { intervals, seed: 1 });
  assert.deepEqual([virality, engagement, average].map(({ covered }) => covered.value), [
    0.75,
    0.5,
    0.625,
  ]);
  assert.deepEqual([virality, engagement].map(({ width }) => width), [(3 * 0.5 + 0.25) / 4, 0.25]);
  assert.equal(average.width, (0.4375 + 0.25) / 2);
});

Deno.test("coverage() draws whole groups for its own interval", () => {
  const hit = [0.5, 0.5] as const;
  const missed = [1, 1] as const;
  const actual = Array.from({ length: 40 }, (_, row) => row < 20 ? hit : missed);
  const predictions = predictionsOf(actual.map(() => hit), actual);
  const groups = actual.map((_, row) => Math.floor(row / 20));
  const { covered } = coverage(predictions, { intervals, seed: 1, groups }).average;
  assert.deepEqual(covered, { value: 0.5, low: 0, high: 1 }); // a draw can be one group twice
});

Deno.test("coverage() refuses no predictions", () => {
  assert.throws(() => coverage([], { intervals, seed: 1 }), {
    name: "RangeError",
    message: "Cannot bootstrap: expected at least one row, got 0",
  });
});

Deno.test("coverage() leaves out scores that are not known", () => {
  const widths = { reach: 1, likes: 1, watched: 0.4 };
  const around = { interval: (it: Scores) => intervalAround(it, widths as unknown as Scores) };
  const { watched, average } = coverage(gappyPredictions(), { intervals: around, seed: 1 });
  // of the two known one lies 0.3 away and one 0.5; of the other targets all lie inside
  assert.equal(watched!.covered.value, 0.5);
  assert.ok(Math.abs(average.covered.value - 2.5 / 3) < 1e-12);
});
