import assert from "assert";
import fc from "fast-check";
import { fitRescaling } from "lib/loaders/dataset/rescaling.ts";

Deno.test("fitRescaling() maps the training range to 0..1 and says what it clipped", () => {
  const rescaling = fitRescaling([30, 10, 20]);
  assert.deepEqual([rescaling.low, rescaling.high], [10, 30]);
  assert.deepEqual(rescaling.apply([10, 15, 30, 35, 9, 20]), {
    values: [0, 0.25, 1, 1, 0, 0.5],
    clipped: [3, 4],
  });
});

Deno.test("fitRescaling() inverts what was not clipped, and clips to the edge", () => {
  const rescaling = fitRescaling([10, 30]);
  assert.deepEqual(rescaling.invert(rescaling.apply([10, 15, 35]).values), [10, 15, 30]);
});

// By hand: positions 0.1 * 4 = 0.4 and 0.9 * 4 = 3.6 between neighbours.
Deno.test("fitRescaling() takes quantiles, linear between values", () => {
  const { low, high } = fitRescaling([0, 100, 1, 2, 3], { lowQuantile: 0.1, highQuantile: 0.9 });
  assert.equal(low, 0.4);
  assert.ok(Math.abs(high - 61.2) < 1e-12);
});

Deno.test("fitRescaling() inverts every value of the training rows", () => {
  const value = fc.double({ min: -1e6, max: 1e6, noNaN: true });
  fc.assert(fc.property(fc.array(value, { minLength: 2, maxLength: 30 }), (values) => {
    fc.pre(Math.max(...values) - Math.min(...values) > 1e-3);
    const rescaling = fitRescaling(values);
    const { values: scaled, clipped } = rescaling.apply(values);
    assert.deepEqual(clipped, []);
    assert.equal(Math.min(...scaled), 0);
    assert.equal(Math.max(...scaled), 1);
    rescaling.invert(scaled).forEach((inverted, i) => {
      assert.ok(Math.abs(inverted - values[i]!) < 1e-9);
    });
  }));
});

Deno.test("fitRescaling() refuses constant, empty and non-finite values", () => {
  assert.throws(() => fitRescaling([5, 5]), {
    name: "RangeError",
    message: "Cannot fit a rescaling on 2 values: expected a low below a high, got 5 and 5",
  });
  assert.throws(() => fitRescaling([]), { name: "RangeError", message: /on 0 values/ });
  assert.throws(() => fitRescaling([1, 2], { lowQuantile: -1 }), { name: "RangeError" });
  assert.throws(() => fitRescaling([1, NaN]), {
    name: "RangeError",
    message: "Cannot fit a rescaling: expected finite values, got NaN at position 1",
  });
  const rescaling = fitRescaling([1, 2]);
  assert.throws(() => rescaling.apply([Infinity]), { message: /^Cannot rescale: .* position 0$/ });
  assert.throws(() => rescaling.invert([NaN]), { message: /^Cannot invert a rescaling: / });
});
