import assert from "assert";
import { roundTo } from "lib/graphs/_numbers.ts";
import { parallelAxis, roundValues } from "lib/graphs/_parallel_axis.ts";

Deno.test("parallelAxis() lays linear values out evenly", () => {
  const axis = parallelAxis([0, 50, 100], "linear");
  assert.deepEqual([0, 25, 100].map(axis.positionOf), [0, 0.25, 1]);
  assert.deepEqual(axis.ticks.map(({ label }) => label), ["0", "20", "40", "60", "80", "100"]);
});

Deno.test("parallelAxis() lays powers of ten out evenly in log", () => {
  const axis = parallelAxis([1e-7, 1e-5], "log");
  assert.ok(Math.abs(axis.positionOf(1e-6) - 0.5) < 1e-12);
  const labels = ["1e-7", "2e-7", "5e-7", "1e-6", "2e-6", "5e-6", "1e-5"];
  assert.deepEqual(axis.ticks.map(({ label }) => label), labels);
});

Deno.test("parallelAxis() gives each step the same room", () => {
  const axis = parallelAxis([10, 3, 5, 3], "steps");
  const places = [3, 5, 10].map(axis.positionOf);
  assert.deepEqual(places.map((at) => roundTo(at, 9)), [0.05, 0.5, 0.95]);
  assert.equal(axis.band, 0.1);
});

Deno.test("parallelAxis() puts a single value in the middle", () => {
  for (const scale of ["linear", "log", "steps"] as const) {
    const axis = parallelAxis([16, 16], scale);
    assert.deepEqual(axis.ticks, [{ at: 0.5, label: "16" }]);
  }
});

Deno.test("roundValues() finds 1, 2 and 5 times powers of ten", () => {
  assert.deepEqual(roundValues(0.0178, 0.36, "log"), [0.02, 0.05, 0.1, 0.2]);
  assert.deepEqual(roundValues(0.3, 0.9, "linear"), [0.4, 0.6, 0.8]);
});
