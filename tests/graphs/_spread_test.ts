import assert from "assert";
import fc from "fast-check";
import { spreadApart } from "lib/graphs/_spread.ts";

Deno.test("spreadApart() leaves positions that are far enough apart", () => {
  assert.deepEqual(spreadApart([30, 0, 10], 10), [30, 0, 10]);
  assert.deepEqual(spreadApart([], 10), []);
});

Deno.test("spreadApart() moves a crowd apart around its own middle", () => {
  // Two at 10 move to 5 and 15; with a third at 16 their best places are 2, 12, 22 (mean 12).
  assert.deepEqual(spreadApart([10, 10], 10), [5, 15]);
  assert.deepEqual(spreadApart([10, 10, 16], 10), [2, 12, 22]);
});

Deno.test("spreadApart() keeps gaps, order and the mean", () => {
  const positions = fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 8 });
  fc.assert(fc.property(positions, (wanted) => {
    const moved = spreadApart(wanted, 15);
    const sorted = moved.toSorted((a, b) => a - b);
    assert.ok(sorted.every((value, i) => i === 0 || value - sorted[i - 1]! >= 15 - 1e-9));
    wanted.forEach((a, i) => wanted.forEach((b, j) => assert.ok(a >= b || moved[i]! < moved[j]!)));
    const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
    assert.ok(Math.abs(sum(moved) - sum(wanted)) < 1e-6);
  }));
});
