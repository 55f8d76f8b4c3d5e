import assert from "assert";
import { pairedTest } from "lib/metrics/paired_test.ts";
import recorded from "../fixtures/paired_tests.json" with { type: "json" };
import { drawDifferences, withLossDifferences } from "./_planted.ts";
import { predictionsOf } from "./_predictions.ts";

const { differences, groups, byRow, byGroup } = recorded.signFlip;

// Flips of 1, 2, 3: sums ±6, ±4, ±2, 0, 0; only ±6 are as far from 0 as 6, two of eight.
Deno.test("pairedTest() takes every flip where there are few", () => {
  const { difference, p, groups } = pairedTest(withLossDifferences([1, 2, 3]), { seed: 0 });
  assert.ok(Math.abs(difference - 2) < 1e-12);
  assert.deepEqual({ p, groups }, { p: 0.25, groups: 3 });
});

Deno.test("pairedTest() equals SciPy's exact permutation_test, by row and by group", () => {
  const models = withLossDifferences(differences);
  assert.equal(pairedTest(models, { seed: 0 }).p, byRow);
  assert.equal(pairedTest(models, { seed: 0, groups }).p, byGroup);
});

Deno.test("pairedTest() draws flips where there are too many, close to the exact p", () => {
  const models = withLossDifferences(differences);
  const { p } = pairedTest(models, { seed: 4, flips: 2000 }); // 2^11 = 2048
  assert.ok(Math.abs(p - byRow) < 0.031, `${p}`); // three standard errors
  assert.equal(p, pairedTest(models, { seed: 4, flips: 2000 }).p);
  assert.notEqual(p, pairedTest(models, { seed: 5, flips: 2000 }).p);
});

Deno.test("pairedTest() turns each sign about half the time beyond 32 groups too", () => {
  const zeros = Array<number>(40).fill(0);
  for (const [one, other] of [[0, 31], [0, 32], [0, 39], [32, 39]] as const) {
    const few = withLossDifferences(zeros.with(one, 1).with(other, 1));
    const { p } = pairedTest(few, { seed: 1, flips: 4000 }); // 2 of 4 flips keep the two alike
    assert.ok(Math.abs(p - 0.5) < 0.024, `${one} and ${other}: ${p}`); // three standard errors
  }
});

Deno.test("pairedTest() is 1 for a model against itself and never 0", () => {
  const { first } = withLossDifferences([1, 2, 3]);
  assert.equal(pairedTest({ first, second: first }, { seed: 0 }).p, 1);
  const certain = withLossDifferences(Array<number>(60).fill(1));
  assert.equal(pairedTest(certain, { seed: 0, flips: 99 }).p, 0.01);
});

Deno.test("pairedTest() compares absolute errors if asked", () => {
  const actual = [[0, 0], [0, 0]] as const;
  const first = predictionsOf([[3, 0], [1, 0]], actual);
  const second = predictionsOf([[2, 0], [-2, 0]], actual);
  const difference = (metric: "mse" | "mae") =>
    pairedTest({ first, second }, { seed: 0, metric }).difference;
  assert.deepEqual([difference("mse"), difference("mae")], [(5 - 3) / 4, (1 - 1) / 4]);
});

/** Share of simulations whose p-value is at most 0.05. */
function rejected(
  simulations: number,
  drawn: { groups: number; size: number; effect: number },
  { grouped }: { grouped: boolean },
): number {
  const found = Array.from({ length: simulations }, (_, seed) => {
    const { owners, differences } = drawDifferences({ ...drawn, seed });
    const options = { seed, flips: 199, ...(grouped && { groups: owners }) };
    return pairedTest(withLossDifferences(differences), options).p <= 0.05;
  });
  return found.filter(Boolean).length / simulations;
}

Deno.test("pairedTest() calls equal models different at most at its level", () => {
  const single = rejected(1000, { groups: 30, size: 1, effect: 0 }, { grouped: false });
  const grouped = rejected(1000, { groups: 30, size: 5, effect: 0 }, { grouped: true });
  for (const share of [single, grouped]) {
    assert.ok(share > 0.029 && share < 0.071, `${share}`); // 0.05 ± three standard errors
  }
});

Deno.test("pairedTest() without the groups would call equal models different too often", () => {
  const blind = rejected(300, { groups: 30, size: 5, effect: 0 }, { grouped: false });
  assert.ok(blind > 0.15, `${blind}`);
});

Deno.test("pairedTest() finds planted differences as often as the t-test does", () => {
  for (const { effect, groups, power } of recorded.power) {
    for (const size of [1, 4]) {
      const share = rejected(400, { groups, size, effect }, { grouped: true });
      const spread = 3 * Math.sqrt(power * (1 - power) / 400);
      assert.ok(Math.abs(share - power) < spread, `${groups} groups of ${size}: ${share}`);
    }
  }
});

Deno.test("pairedTest() refuses what it cannot compare", () => {
  const models = withLossDifferences([1, 2]);
  const task = "Cannot test two models:";
  assert.throws(() => pairedTest({ first: [], second: [] }, { seed: 0 }), {
    name: "RangeError",
    message: `${task} expected at least one prediction, got none`,
  });
  assert.throws(() => pairedTest(models, { seed: 0, flips: 0 }), {
    name: "RangeError",
    message: `${task} expected flips above 0, got 0`,
  });
  assert.throws(() => pairedTest(models, { seed: 0, groups: ["a"] }), {
    name: "TypeError",
    message: `${task} expected a group for each of 2 predictions, got 1`,
  });
  assert.throws(() => pairedTest({ ...models, second: models.second.toReversed() }, { seed: 0 }), {
    name: "TypeError",
    message: /expected the same videos and actual scores in row 0, got v0 and v1/,
  });
  const broken = models.first.with(1, {
    ...models.first[1]!,
    predicted: { virality: NaN, engagement: 1 },
  });
  assert.throws(() => pairedTest({ ...models, first: broken }, { seed: 0 }), {
    name: "TypeError",
    message: "Cannot compare two models: expected finite scores of video v1, got NaN and 1",
  });
});
