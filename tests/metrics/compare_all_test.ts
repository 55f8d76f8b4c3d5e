import assert from "assert";
import { compareAll } from "lib/metrics/compare_all.ts";
import { holm } from "lib/metrics/holm.ts";
import { pairedDifference } from "lib/metrics/paired_difference.ts";
import { pairedTest } from "lib/metrics/paired_test.ts";
import { createGenerator } from "lib/random.ts";
import { predictionsOf } from "./_predictions.ts";

const ROWS = 40;

/** Models that miss by normal errors, one standard deviation a model. */
function noisyModels(deviations: readonly number[], seed: number) {
  const { normal } = createGenerator(seed);
  const actual = Array.from({ length: ROWS }, () => [0, 0] as const);
  return deviations.map((deviation, i) => ({
    model: `model ${i}`,
    predictions: predictionsOf(
      actual.map((): [number, number] => [deviation * normal(), deviation * normal()]),
      actual,
    ),
  }));
}

const models = noisyModels([1, 1, 0.2], 3);
const options = { seed: 2, resamples: 200, flips: 499, metric: "mae" } as const;

Deno.test("compareAll() gives pairedDifference() and pairedTest() of every pair, corrected together", () => {
  const grouped = { ...options, groups: Array.from({ length: ROWS }, (_, row) => row % 10) };
  const compared = compareAll(models, { ...grouped, expanded: true });
  assert.deepEqual(compared.map(({ first, second }) => [first, second]), [
    ["model 0", "model 1"],
    ["model 0", "model 2"],
    ["model 1", "model 2"],
  ]);
  const predictions = new Map(models.map((it) => [it.model, it.predictions]));
  for (const { first, second, difference, p } of compared) {
    const pair = { first: predictions.get(first)!, second: predictions.get(second)! };
    const expected = pairedDifference(pair, { ...grouped, expanded: true });
    for (const part of ["value", "low", "high"] as const) {
      assert.ok(Math.abs(difference[part] - expected[part]) < 1e-12, `${first}, ${second}`);
    }
    assert.equal(p, pairedTest(pair, grouped).p);
  }
  assert.deepEqual(compared.map(({ adjustedP }) => adjustedP), holm(compared.map(({ p }) => p)));
});

Deno.test("compareAll() compares each model with the baseline alone if there is one", () => {
  const compared = compareAll(models, { ...options, baseline: "model 2" });
  assert.deepEqual(compared.map(({ first, second }) => [first, second]), [
    ["model 2", "model 0"],
    ["model 2", "model 1"],
  ]);
  assert.ok(compared.every(({ difference, adjustedP }) => difference.high < 0 && adjustedP < 0.05));
});

Deno.test("compareAll() finds any difference among five equal models at most at its level", () => {
  const simulations = 300;
  const least = Array.from({ length: simulations }, (_, seed) => {
    const compared = compareAll(noisyModels([1, 1, 1, 1, 1], seed), {
      seed,
      resamples: 1,
      flips: 999,
    });
    return {
      p: Math.min(...compared.map(({ p }) => p)),
      adjusted: Math.min(...compared.map(({ adjustedP }) => adjustedP)),
    };
  });
  const share = (of: "p" | "adjusted") => least.filter((it) => it[of] <= 0.05).length / simulations;
  assert.ok(share("adjusted") < 0.088, `${share("adjusted")}`); // 0.05 + three standard errors
  assert.ok(share("p") > 0.15, `${share("p")}`); // ten tests without correction
});

Deno.test("compareAll() refuses models that it cannot tell apart", () => {
  const refuses = (given: typeof models, baseline: string | undefined, expected: string) =>
    assert.throws(() => compareAll(given, { ...options, baseline }), {
      name: "RangeError",
      message: `Cannot compare models: expected ${expected}`,
    });
  refuses(models.slice(1, 2), undefined, "at least two, got 1");
  refuses([...models, models[0]!], undefined, "different names, got model 0 twice");
  refuses(models, "mean", "the baseline among them, got mean");
});
