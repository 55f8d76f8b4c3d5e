import assert from "assert";
import fc from "fast-check";
import { holm } from "lib/metrics/holm.ts";
import recorded from "../fixtures/paired_tests.json" with { type: "json" };

// 4 * 0.005, 3 * 0.01, 2 * 0.03, then 1 * 0.04 raised to the one before
Deno.test("holm() multiplies the smallest by m, the next by m - 1, and never falls", () => {
  const adjusted = holm([0.01, 0.04, 0.03, 0.005]);
  [0.03, 0.06, 0.06, 0.02].forEach((p, i) => assert.ok(Math.abs(adjusted[i]! - p) < 1e-12));
});

Deno.test("holm() equals statsmodels' multipletests", () => {
  for (const { p, adjusted } of recorded.holm) {
    holm(p).forEach((value, i) => assert.ok(Math.abs(value - adjusted[i]!) < 1e-12, `${p}`));
  }
});

Deno.test("holm() leaves one p-value alone, stops at 1 and gives none for none", () => {
  assert.deepEqual(holm([0.3]), [0.3]);
  assert.deepEqual(holm([0.9, 0.6]), [1, 1]);
  assert.deepEqual(holm([]), []);
});

Deno.test("holm() keeps the order of p-values and lies between p and Bonferroni's m p", () => {
  const p = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(fc.property(fc.array(p, { minLength: 1, maxLength: 12 }), (values) => {
    const adjusted = holm(values);
    const least = values.indexOf(Math.min(...values));
    assert.equal(adjusted[least], Math.min(1, values.length * values[least]!));
    values.forEach((value, i) => {
      assert.ok(adjusted[i]! >= value && adjusted[i]! <= Math.min(1, values.length * value));
      values.forEach((other, j) => assert.ok(value > other || adjusted[i]! <= adjusted[j]!));
    });
  }));
});

Deno.test("holm() refuses what is no p-value", () => {
  for (const wrong of [-0.1, 1.1, NaN]) {
    assert.throws(() => holm([0.5, wrong]), {
      name: "RangeError",
      message: `Cannot adjust p-values: expected numbers in 0..1, got ${wrong} at 1`,
    });
  }
});
