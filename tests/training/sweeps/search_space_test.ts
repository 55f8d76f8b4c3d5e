import assert from "assert";
import fc from "fast-check";
import { createGenerator } from "lib/random.ts";
import { drawConfiguration, type SearchSpace } from "lib/training/sweeps/search_space.ts";

const SPACE = {
  batchSize: { kind: "choice", values: [16, 32] },
  learningRate: { kind: "logUniform", low: 1e-6, high: 1e-2 },
  dropout: { kind: "uniform", low: 0, high: 0.5 },
} satisfies SearchSpace;

Deno.test("drawConfiguration() stays within every range", () => {
  fc.assert(fc.property(fc.nat(), (seed) => {
    const { batchSize, learningRate, dropout } = drawConfiguration(SPACE, createGenerator(seed));
    assert.ok(batchSize === 16 || batchSize === 32);
    assert.ok(Number(learningRate) >= 1e-6 && Number(learningRate) <= 1e-2);
    assert.ok(Number(dropout) >= 0 && Number(dropout) < 0.5);
  }));
});

Deno.test("drawConfiguration() gives each decade of a logarithmic range its share", () => {
  const generator = createGenerator(1);
  const below = Array.from({ length: 2000 }, () => drawConfiguration(SPACE, generator))
    .filter(({ learningRate }) => Number(learningRate) < 1e-4).length;
  assert.ok(Math.abs(below / 2000 - 0.5) < 0.045, `${below} of 2000`); // four standard errors
});

Deno.test("drawConfiguration() refuses ranges that hold nothing", () => {
  const draw = (space: SearchSpace) => () => drawConfiguration(space, createGenerator(1));
  assert.throws(draw({ rows: { kind: "choice", values: [] } }), /rows: expected values/);
  assert.throws(draw({ rate: { kind: "logUniform", low: 0, high: 1 } }), {
    name: "RangeError",
    message: "rate: expected a logUniform range, got 0 to 1",
  });
  assert.throws(draw({ rate: { kind: "uniform", low: 2, high: 1 } }), /got 2 to 1/);
});
