import assert from "assert";
import fc from "fast-check";
import { drawToken, tokenProbabilities } from "lib/generators/token_probabilities.ts";

/** Scores whose softmax is 0.1, 0.4, 0.3 and 0.2. */
const LOGITS = Float32Array.of(Math.log(1), Math.log(4), Math.log(3), Math.log(2));

function assertProbabilities(actual: Float64Array, expected: readonly number[]): void {
  assert.equal(actual.length, expected.length);
  expected.forEach((probability, i) =>
    assert.ok(
      Math.abs(actual[i]! - probability) < 1e-6,
      `token ${i}: expected ${probability}, got ${actual[i]}`,
    )
  );
}

Deno.test("tokenProbabilities() is the softmax", () => {
  assertProbabilities(tokenProbabilities(LOGITS), [0.1, 0.4, 0.3, 0.2]);
  assertProbabilities(tokenProbabilities(Float32Array.of(900, 900)), [0.5, 0.5]);
});

Deno.test("tokenProbabilities() divides the scores by the temperature", () => {
  const roots = [1, 2, Math.sqrt(3), Math.SQRT2];
  const sum = roots.reduce((total, root) => total + root);
  assertProbabilities(tokenProbabilities(LOGITS, { temperature: 2 }), roots.map((r) => r / sum));
  assertProbabilities(
    tokenProbabilities(LOGITS, { temperature: 0.5 }),
    [1 / 30, 16 / 30, 9 / 30, 4 / 30],
  );
});

Deno.test("tokenProbabilities() takes the likeliest at temperature 0, shared among equals", () => {
  assertProbabilities(tokenProbabilities(LOGITS, { temperature: 0 }), [0, 1, 0, 0]);
  const equal = Float32Array.of(2, 1, 2);
  assertProbabilities(tokenProbabilities(equal, { temperature: 0 }), [0.5, 0, 0.5]);
});

Deno.test("tokenProbabilities() keeps the topK likeliest", () => {
  assertProbabilities(tokenProbabilities(LOGITS, { topK: 1 }), [0, 1, 0, 0]);
  assertProbabilities(tokenProbabilities(LOGITS, { topK: 2 }), [0, 4 / 7, 3 / 7, 0]);
  assertProbabilities(tokenProbabilities(LOGITS, { topK: 4 }), [0.1, 0.4, 0.3, 0.2]);
  assertProbabilities(tokenProbabilities(LOGITS, { topK: 50 }), [0.1, 0.4, 0.3, 0.2]);
});

Deno.test("tokenProbabilities() keeps what ties with the last of the topK", () => {
  assertProbabilities(tokenProbabilities(Float32Array.of(1, 0, 0), { topK: 2 }), [
    Math.E / (Math.E + 2),
    1 / (Math.E + 2),
    1 / (Math.E + 2),
  ]);
});

Deno.test("tokenProbabilities() keeps the likeliest that together reach topP", () => {
  assertProbabilities(tokenProbabilities(LOGITS, { topP: 0.39 }), [0, 1, 0, 0]);
  assertProbabilities(tokenProbabilities(LOGITS, { topP: 0.41 }), [0, 4 / 7, 3 / 7, 0]);
  assertProbabilities(tokenProbabilities(LOGITS, { topP: 0.69 }), [0, 4 / 7, 3 / 7, 0]);
  assertProbabilities(tokenProbabilities(LOGITS, { topP: 0.71 }), [0, 4 / 9, 3 / 9, 2 / 9]);
  assertProbabilities(tokenProbabilities(LOGITS, { topP: 1 }), [0.1, 0.4, 0.3, 0.2]);
});

Deno.test("tokenProbabilities() measures topP after topK and after the temperature", () => {
  // of 4/9, 3/9, 2/9 the first alone has 0.444; without topK it would have 0.4
  assertProbabilities(tokenProbabilities(LOGITS, { topK: 3, topP: 0.42 }), [0, 1, 0, 0]);
  // at temperature 0.5 the likeliest has 16 of 30
  assertProbabilities(tokenProbabilities(LOGITS, { temperature: 0.5, topP: 0.5 }), [0, 1, 0, 0]);
});

Deno.test("tokenProbabilities() sums to 1 and never turns the order of two tokens", () => {
  const logits = fc.float32Array({ minLength: 1, maxLength: 30, noNaN: true, min: -50, max: 50 });
  const options = fc.record({
    temperature: fc.double({ min: 0, max: 5, noNaN: true }),
    topK: fc.integer({ min: 1, max: 40 }),
    topP: fc.double({ min: 0.01, max: 1, noNaN: true }),
  });
  fc.assert(fc.property(logits, options, (logits, options) => {
    const probabilities = tokenProbabilities(logits, options);
    const sum = probabilities.reduce((total, probability) => total + probability);
    assert.ok(Math.abs(sum - 1) < 1e-9);
    const order = [...logits.keys()].sort((a, b) => logits[a]! - logits[b]!);
    order.slice(1).forEach((token, i) =>
      assert.ok(probabilities[token]! >= probabilities[order[i]!]!)
    );
  }));
});

Deno.test("drawToken() takes the token in whose part of 0..1 the number falls", () => {
  const probabilities = Float64Array.of(0, 0.25, 0, 0.75, 0);
  assert.equal(drawToken(probabilities, 0), 1);
  assert.equal(drawToken(probabilities, 0.2499), 1);
  assert.equal(drawToken(probabilities, 0.25), 3);
  assert.equal(drawToken(probabilities, 0.999999), 3);
  assert.equal(drawToken(Float64Array.of(0.3, 0.3, 0.3, 0), 0.95), 2); // rounded below 1
});

const REFUSED: readonly [object, string][] = [
  [{ temperature: -1 }, "a finite temperature from 0, got -1"],
  [{ temperature: NaN }, "a finite temperature from 0, got NaN"],
  [{ topK: 0 }, "a topK of at least 1, got 0"],
  [{ topK: 1.5 }, "a topK of at least 1, got 1.5"],
  [{ topP: 0 }, "a topP above 0 and at most 1, got 0"],
  [{ topP: 1.1 }, "a topP above 0 and at most 1, got 1.1"],
];

for (const [options, problem] of REFUSED) {
  Deno.test(`tokenProbabilities() says that it expected ${problem}`, () => {
    assert.throws(() => tokenProbabilities(LOGITS, options), {
      name: "RangeError",
      message: `Cannot sample: expected ${problem}`,
    });
  });
}

Deno.test("tokenProbabilities() refuses scores of a model that has diverged", () => {
  assert.throws(() => tokenProbabilities(Float32Array.of(NaN, 1)), {
    name: "RangeError",
    message: "Cannot choose a token: expected finite scores, the highest is NaN",
  });
});
