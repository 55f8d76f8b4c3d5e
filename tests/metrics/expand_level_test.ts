import assert from "assert";
import { bootstrapInterval, percentileEnds } from "lib/metrics/bootstrap.ts";
import { evaluate } from "lib/metrics/evaluate.ts";
import { expandLevel } from "lib/metrics/_expand_level.ts";
import { predictionsOf } from "./_predictions.ts";

// SciPy 1.17.1: t = stats.t.ppf(0.975, n - 1); 2 * stats.norm.cdf((n / (n - 1)) ** 0.5 * t) - 1
const SCIPY = [[3, 0.9999998633172538], [8, 0.9885249589659402], [
  100,
  0.9538712255858246,
]] as const;

Deno.test("expandLevel() equals SciPy's t and normal distributions", () => {
  for (const [items, level] of SCIPY) {
    assert.ok(Math.abs(expandLevel(0.95, items) - level) < 1e-7, `${items}`);
  }
});

Deno.test("expandLevel() stays below 1 and leaves alone what it cannot expand", () => {
  assert.ok(expandLevel(0.95, 2) > 0.999999 && expandLevel(0.99, 2) < 1);
  assert.equal(expandLevel(0.95, 1), 0.95);
  assert.equal(expandLevel(95, 8), 95);
});

const values = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8];
const mean = (rows: Int32Array) => rows.reduce((sum, row) => sum + values[row]!, 0) / rows.length;

Deno.test("bootstrapInterval() expands by the number of groups, or of rows without them", () => {
  const draws = { seed: 1, resamples: 400 };
  for (const groups of [undefined, values.map((_, row) => row % 4)]) {
    const level = expandLevel(0.9, groups ? 4 : 12);
    assert.deepEqual(
      bootstrapInterval(mean, 12, { ...draws, groups, level: 0.9, expanded: true }),
      bootstrapInterval(mean, 12, { ...draws, groups, level }),
    );
  }
});

Deno.test("evaluate() expands all its intervals", () => {
  const actual = values.map((value) => [value, value * value] as const);
  const predictions = predictionsOf(actual.map(([a, b]) => [a + b % 3, b - a % 2]), actual);
  assert.deepEqual(
    evaluate(predictions, { seed: 1, expanded: true }),
    evaluate(predictions, { seed: 1, level: expandLevel(0.95, 12) }),
  );
});

Deno.test("bootstrapInterval() over two groups reaches the extremes when expanded", () => {
  const groups = values.map((_, row) => row < 6 ? "a" : "b");
  const { low, high } = bootstrapInterval(mean, 12, { seed: 1, groups, expanded: true });
  const extremes = percentileEnds([23 / 6, 29 / 6], 1 - Number.EPSILON); // means of either group
  assert.ok(Math.abs(low - extremes.low) < 1e-9 && Math.abs(high - extremes.high) < 1e-9);
});
