import assert from "assert";
import fc from "fast-check";
import { pearson, ranks, spearman } from "lib/metrics/correlation.ts";
import { isClose, recorded } from "./_recorded.ts";

const METRICS = { pearson, spearman };
const numbers = fc.array(
  fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 })),
  {
    minLength: 1,
  },
);

for (const [name, metric] of Object.entries(METRICS)) {
  Deno.test(`${name}() equals SciPy's, NaN for a constant side included`, () => {
    for (const { name: pair, predicted, actual, metrics } of recorded.pairs) {
      const expected = metrics[name as keyof typeof METRICS];
      const got = metric(predicted, actual);
      assert.ok(isClose(got, expected), `${pair}: expected ${expected}, got ${got}`);
    }
  });

  Deno.test(`${name}() refuses rows that do not belong together`, () => {
    assert.throws(() => metric([1, 2], [1]), { name: "TypeError" });
    assert.throws(() => metric([], []), { name: "RangeError" });
  });

  Deno.test(`${name}() of a single row, or with a NaN, is NaN`, () => {
    assert.ok(Number.isNaN(metric([1], [1])));
    assert.ok(Number.isNaN(metric([1, NaN, 3], [1, 2, 3])));
    assert.ok(Number.isNaN(metric([1, 2, 3], [1, NaN, 3])));
  });

  Deno.test(`${name}() ignores level and scale, and changes sign with a side's`, () => {
    fc.assert(fc.property(numbers, (pairs) => {
      const [a, b] = [pairs.map(([x]) => x), pairs.map(([, y]) => y)];
      const value = metric(a, b);
      assert.ok(isClose(metric(b, a), Number.isNaN(value) ? null : value));
      assert.ok(isClose(metric(a.map((x) => 4 * x + 7), b), Number.isNaN(value) ? null : value));
      assert.ok(isClose(metric(a.map((x) => -x), b), Number.isNaN(value) ? null : -value));
      assert.ok(Number.isNaN(value) || Math.abs(value) <= 1);
    }));
  });
}

Deno.test("spearman() sees only order where pearson() sees distance", () => {
  const [linear, bent] = [[1, 2, 3], [1, 2, 30]];
  assert.equal(spearman(linear, bent), 1);
  assert.ok(pearson(linear, bent) < 0.9);
});

Deno.test("ranks() shares the average rank among ties as SciPy's rankdata", () => {
  assert.deepEqual([...ranks([30, 10, 20, 10])], [4, 1.5, 3, 1.5]);
  assert.deepEqual([...ranks([0, -0, 5])], [1.5, 1.5, 3]);
  for (const { predicted, ranks: expected } of recorded.pairs) {
    assert.deepEqual([...ranks(predicted)], expected);
  }
});

Deno.test("ranks() are all NaN if a value is", () => {
  assert.deepEqual([...ranks([1, NaN])], [NaN, NaN]);
  assert.deepEqual([...ranks([])], []);
});
