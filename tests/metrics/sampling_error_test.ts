import assert from "assert";
import fc from "fast-check";
import {
  errorOfMean,
  estimatedErrorParts,
  exactErrorParts,
  measuredErrorOfMean,
} from "lib/metrics/sampling_error.ts";
import { createGenerator } from "lib/random.ts";

/** Draws 1, 3, 5, 7 have mean 4 and sum of squares about it 9 + 1 + 1 + 9, so s² = 20 / 3. */
const ROW = { draws: [1, 3, 5, 7], actual: 2 };
/** Draws 0, 0, 2, 2 have mean 1 and s² = 4 / 3. */
const OTHER = { draws: [0, 0, 2, 2], actual: 1 };

Deno.test("errorOfMean() leaves the bias and divides the variance", () => {
  assert.equal(errorOfMean({ squaredBias: 3, variance: 8 }, 1), 11);
  assert.equal(errorOfMean({ squaredBias: 3, variance: 8 }, 4), 5);
});

Deno.test("measuredErrorOfMean() is as worked by hand", () => {
  assert.equal(measuredErrorOfMean([ROW], 1), (1 + 1 + 9 + 25) / 4);
  assert.equal(measuredErrorOfMean([ROW], 2), (0 + 16) / 2, "the means are 2 and 6");
  assert.equal(measuredErrorOfMean([ROW], 3), 1, "the fourth draw fills no group");
  assert.equal(measuredErrorOfMean([ROW, OTHER], 4), (4 + 0) / 2);
});

Deno.test("measuredErrorOfMean() counts every row once, however many draws it has", () => {
  assert.equal(
    measuredErrorOfMean([{ draws: [1, 1, 1], actual: 0 }, { draws: [3], actual: 0 }], 1),
    5,
  );
});

Deno.test("exactErrorParts() is as worked by hand", () => {
  const rows = [
    { expected: 4, deviation: 3, actual: 2 },
    { expected: 1, deviation: 1, actual: 1 },
  ];
  assert.deepEqual(exactErrorParts(rows), { squaredBias: 2, variance: 5 });
});

Deno.test("estimatedErrorParts() is as worked by hand", () => {
  const { squaredBias, variance } = estimatedErrorParts([ROW, OTHER]);
  assert.ok(Math.abs(variance - (20 / 3 + 4 / 3) / 2) < 1e-12);
  assert.ok(Math.abs(squaredBias - ((4 - 5 / 3) + (0 - 1 / 3)) / 2) < 1e-12);
});

Deno.test("estimatedErrorParts() adds up to the error that is measured at 1 and at n draws", () => {
  const row = fc.record({
    draws: fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 6, maxLength: 6 }),
    actual: fc.double({ min: -1, max: 1, noNaN: true }),
  });
  fc.assert(fc.property(fc.array(row, { minLength: 1, maxLength: 5 }), (rows) => {
    const parts = estimatedErrorParts(rows);
    for (const k of [1, 6]) {
      assert.ok(Math.abs(errorOfMean(parts, k) - measuredErrorOfMean(rows, k)) < 1e-9);
    }
  }));
});

Deno.test("a simulation of known bias and variance is measured and estimated as the formula says", () => {
  const generator = createGenerator(1);
  const known = Array.from({ length: 2000 }, () => {
    const expected = generator.uniform();
    return { expected, deviation: 0.1 + 0.3 * generator.uniform(), actual: expected - 0.2 };
  });
  const rows = known.map(({ expected, deviation, actual }) => ({
    draws: Array.from({ length: 8 }, () => expected + deviation * generator.normal()),
    actual,
  }));
  const exact = exactErrorParts(known); // squared bias 0.04, variance E (0.1 + 0.3 u)² = 0.07
  assert.ok(Math.abs(exact.squaredBias - 0.04) < 1e-9 && Math.abs(exact.variance - 0.07) < 0.003);
  for (const k of [1, 2, 4, 8]) {
    const [measured, expected] = [measuredErrorOfMean(rows, k), errorOfMean(exact, k)];
    assert.ok(Math.abs(measured - expected) < 0.004, `k = ${k}: ${measured}, not ${expected}`);
  }
  const estimated = estimatedErrorParts(rows);
  assert.ok(Math.abs(estimated.squaredBias - exact.squaredBias) < 0.004);
  assert.ok(Math.abs(estimated.variance - exact.variance) < 0.004);
});

Deno.test("sampling errors refuse what they cannot compute by name", () => {
  for (const k of [0, 1.5, NaN]) {
    assert.throws(() => errorOfMean({ squaredBias: 0, variance: 1 }, k), {
      name: "RangeError",
      message: `Cannot average draws: k expected a whole number above 0, got ${k}`,
    });
  }
  assert.throws(() => measuredErrorOfMean([ROW, OTHER, { draws: [1], actual: 0 }], 2), {
    name: "RangeError",
    message: /expected at least 2 draws in every row, got 1 in row 2/,
  });
  assert.throws(() => estimatedErrorParts([{ draws: [1], actual: 0 }]), /at least 2 draws/);
  assert.throws(() => exactErrorParts([]), {
    name: "RangeError",
    message: "Cannot split a sampling error: expected at least one row, got none",
  });
});
