import assert from "assert";
import { learningRateAt } from "lib/training/learning_rate.ts";

const rates = (steps: number, schedule: Parameters<typeof learningRateAt>[2]) =>
  Array.from({ length: steps }, (_, step) => learningRateAt(step, steps, schedule));

Deno.test("learningRateAt() stays at the peak by default", () => {
  assert.deepEqual(rates(3, { peak: 0.5 }), [0.5, 0.5, 0.5]);
});

Deno.test("learningRateAt() climbs in warm-up and falls in a line towards 0", () => {
  // By hand: 2 warm-up steps of 10, then 8 steps from the peak down by an eighth each.
  assert.deepEqual(rates(10, { peak: 8, warmup: 0.2, decay: "linear" }), [
    4,
    8,
    8,
    7,
    6,
    5,
    4,
    3,
    2,
    1,
  ]);
});

Deno.test("learningRateAt() can warm up for the whole run", () => {
  assert.deepEqual(rates(4, { peak: 4, warmup: 1, decay: "linear" }), [1, 2, 3, 4]);
});
