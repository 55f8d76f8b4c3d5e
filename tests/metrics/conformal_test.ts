import assert from "assert";
import fc from "fast-check";
import { fitConformal, intervalAround } from "lib/metrics/conformal.ts";
import { gappyPredictions, predictionsOf } from "./_predictions.ts";

/** Predictions of 0 with the given absolute errors of virality; engagement errs by half as much. */
const erring = (errors: readonly number[]) =>
  predictionsOf(errors.map(() => [0, 0]), errors.map((error) => [error, error / 2]));

// ceil((9 + 1) 0.8) = 8: the eighth smallest of 0.1 to 0.9
Deno.test("fitConformal() takes the ceil((n + 1) level)-th smallest error", () => {
  const errors = [0.3, 0.9, 0.1, 0.5, 0.7, 0.2, 0.8, 0.4, 0.6];
  const { halfWidths, rows, groups, note } = fitConformal(erring(errors), { level: 0.8 });
  assert.deepEqual({ halfWidths, rows, groups, note }, {
    halfWidths: { virality: 0.8, engagement: 0.4 },
    rows: 9,
    groups: 9,
    note: undefined,
  });
});

Deno.test("fitConformal() counts an error whichever way it goes", () => {
  const predictions = predictionsOf([[0.5, 0.5], [0.5, 0.5]], [[0.2, 0.9], [0.6, 0.4]]);
  const { halfWidths } = fitConformal(predictions, { level: 0.6 }); // ceil(3 * 0.6) = 2: the larger
  assert.ok(Math.abs(halfWidths.virality - 0.3) < 1e-12);
  assert.ok(Math.abs(halfWidths.engagement - 0.4) < 1e-12);
});

Deno.test("fitConformal() is the order statistic of the formula for any n and level", () => {
  const errors = fc.uniqueArray(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 40 });
  const tenths = fc.integer({ min: 1, max: 99 });
  fc.assert(fc.property(errors, tenths, (thousandths, percent) => {
    const rank = Math.ceil((thousandths.length + 1) * percent / 100); // exact: percent is whole
    const expected = thousandths.toSorted((a, b) => a - b)[rank - 1] ?? Infinity;
    const got = fitConformal(erring(thousandths.map((e) => e / 1000)), { level: percent / 100 });
    assert.equal(got.halfWidths.virality, expected / 1000);
    assert.equal(got.note === undefined, expected < Infinity);
  }));
});

// Three groups weigh a third each: "a" 0.1 0.2 0.3 (a ninth each), "b" 0.4, "c" 0.5 0.6 (a sixth
// each). Sums: 1/9, 2/9, 1/3, 2/3, 5/6, 1.
Deno.test("fitConformal() weighs groups alike, however many rows they have", () => {
  const groups = ["a", "b", "a", "c", "a", "c"];
  const calibration = erring([0.1, 0.4, 0.2, 0.5, 0.3, 0.6]);
  const width = (level: number) => fitConformal(calibration, { level, groups }).halfWidths.virality;
  assert.deepEqual([0.2, 0.33, 0.4, 0.66, 0.8, 0.9].map(width), [0.2, 0.3, 0.4, 0.4, 0.5, 0.6]);
});

// As above with quarters, and a quarter at infinity: 1/12, 1/6, 1/4, 1/2, 5/8, 3/4.
Deno.test("fitConformal() with finiteSample leaves a group's weight at infinity", () => {
  const groups = ["a", "b", "a", "c", "a", "c"];
  const calibration = erring([0.1, 0.4, 0.2, 0.5, 0.3, 0.6]);
  const width = (level: number) =>
    fitConformal(calibration, { level, groups, finiteSample: true }).halfWidths.virality;
  assert.deepEqual([0.2, 0.25, 0.4, 0.6, 0.75, 0.76].map(width), [
    0.3,
    0.3,
    0.4,
    0.5,
    0.6,
    Infinity,
  ]);
});

Deno.test("fitConformal() with finiteSample and one row a group is fitConformal() without groups", () => {
  const calibration = erring([0.3, 0.1, 0.2, 0.5, 0.4]);
  const groups = [4, 2, 9, 1, 7];
  assert.deepEqual(
    fitConformal(calibration, { level: 0.6, groups, finiteSample: true }).halfWidths,
    fitConformal(calibration, { level: 0.6 }).halfWidths,
  );
});

Deno.test("fitConformal() says that too few rows say nothing", () => {
  const eight = fitConformal(erring(Array<number>(8).fill(0.1)));
  const predicted = { virality: 0.5, engagement: 0.5 };
  const whole = { low: 0, high: 1 };
  assert.deepEqual(eight.interval(predicted), { virality: whole, engagement: whole });
  assert.equal(
    eight.note,
    "Intervals that hold at level 0.9 need at least 9 calibration videos, got 8: " +
      "they are the whole range of scores",
  );
  assert.equal(fitConformal(erring(Array<number>(9).fill(0.1))).note, undefined);
});

Deno.test("fitConformal() says that the level of few groups is approximate", () => {
  const { note, halfWidths } = fitConformal(erring([0.1, 0.2]), { groups: ["a", "b"] });
  assert.equal(halfWidths.virality, 0.2);
  assert.match(
    note!,
    /need calibration videos of at least 9 groups, got 2: the level is approximate$/,
  );
});

Deno.test("fitConformal() refuses what it cannot calibrate by", () => {
  const task = "Cannot calibrate prediction intervals:";
  const refuses = (
    errors: readonly number[],
    options: Parameters<typeof fitConformal>[1],
    problem: { name: string; message: string },
  ) => assert.throws(() => fitConformal(erring(errors), options), problem);
  refuses([], {}, {
    name: "RangeError",
    message: `${task} expected at least one prediction, got none`,
  });
  refuses([1], { level: 90 }, {
    name: "RangeError",
    message: `${task} level expected between 0 and 1, got 90`,
  });
  refuses([1, 2], { groups: ["a"] }, {
    name: "TypeError",
    message: `${task} expected a group for each of 2 predictions, got 1`,
  });
  refuses([0, NaN], {}, {
    name: "TypeError",
    message:
      `${task} expected finite scores of virality for video v1, got 0 predicted and NaN actual`,
  });
});

Deno.test("intervalAround() clips to 0..1", () => {
  assert.deepEqual(
    intervalAround({ virality: 0.25, engagement: 1.5 }, { virality: 0.5, engagement: 0.25 }),
    { virality: { low: 0, high: 0.75 }, engagement: { low: 1, high: 1 } },
  );
});

Deno.test("fitConformal() calibrates each target on the videos of which it is known", () => {
  const { halfWidths, note } = fitConformal(gappyPredictions(), { level: 0.6 });
  // the third smallest of 0.1, 0.1, 0.3, 0.3 and of 0, 0.2, 0.2, 0.4; the second of 0.3 and 0.5
  [0.3, 0.2, 0.5].forEach((width, i) =>
    assert.ok(Math.abs(Object.values(halfWidths)[i]! - width) < 1e-12)
  );
  assert.equal(note, undefined);
  assert.match(
    fitConformal(gappyPredictions(), { level: 0.7 }).note!,
    /need at least 3 calibration videos, got 2/,
  );
});
