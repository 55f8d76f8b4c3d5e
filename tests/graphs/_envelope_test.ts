import assert from "assert";
import { envelope } from "lib/graphs/_envelope.ts";

Deno.test("envelope() keeps the lowest and highest sample of each stretch", () => {
  const samples = Float32Array.from([0.5, -0.25, 0, 0.125, -1, 0.75]);
  assert.deepEqual(envelope({ samples, sampleRateHz: 2 }, 3), [
    { seconds: 0, low: -0.25, high: 0.5 },
    { seconds: 1, low: 0, high: 0.125 },
    { seconds: 2, low: -1, high: 0.75 },
  ]);
});

Deno.test("envelope() shares samples that stretches do not divide, and has none left over", () => {
  const samples = Float32Array.from([1, 2, 3, 4, 5]);
  const highs = envelope({ samples, sampleRateHz: 1 }, 2).map(({ low, high }) => [low, high]);
  assert.deepEqual(highs, [[1, 2], [3, 5]]);
  assert.equal(envelope({ samples, sampleRateHz: 1 }, 9).length, 5);
});
