import assert from "assert";
import { mae, mse, r2, rmse } from "lib/metrics/regression.ts";
import { isClose, recorded } from "./_recorded.ts";

const METRICS = { mse, rmse, mae, r2 };

for (const [name, metric] of Object.entries(METRICS)) {
  Deno.test(`${name}() equals scikit-learn's`, () => {
    for (const { name: pair, predicted, actual, metrics } of recorded.pairs) {
      const expected = metrics[name as keyof typeof METRICS];
      const got = metric(predicted, actual);
      assert.ok(isClose(got, expected), `${pair}: expected ${expected}, got ${got}`);
    }
  });

  Deno.test(`${name}() refuses rows that do not belong together`, () => {
    assert.throws(() => metric([1, 2], [1]), {
      name: "TypeError",
      message: /expected as many predicted as actual values \(1\), got 2/,
    });
    assert.throws(() => metric([], []), {
      name: "RangeError",
      message: /expected at least one row, got none/,
    });
  });

  Deno.test(`${name}() is NaN where a value is`, () => {
    assert.ok(Number.isNaN(metric([1, NaN], [1, 2])));
    assert.ok(Number.isNaN(metric([1, 2], [NaN, 2])));
    assert.ok(Number.isNaN(metric([1, NaN], [2, 2])));
  });
}

Deno.test("mse(), rmse(), mae() and r2() are as worked by hand", () => {
  // errors 3 and -4 about a mean of 5: squares 9 + 16, spread 2 * 5²
  const [predicted, actual] = [[13, -4], [10, 0]];
  assert.equal(mse(predicted, actual), 12.5);
  assert.equal(rmse(predicted, actual), Math.sqrt(12.5));
  assert.equal(mae(predicted, actual), 3.5);
  assert.equal(r2(predicted, actual), 0.5);
});

Deno.test("r2() of a constant that sums inexactly is 0 for wrong and 1 for right predictions", () => {
  assert.equal(r2([0.1, 0.2, 0.6], [0.1, 0.1, 0.1]), 0);
  assert.equal(r2([0.1, 0.1, 0.1], [0.1, 0.1, 0.1]), 1);
});

Deno.test("r2() of a single row is NaN", () => {
  assert.ok(Number.isNaN(r2([1], [1])));
});
