import assert from "assert";
import { originalSplit } from "lib/loaders/splits/original_split.ts";

// Reference: scikit-learn 1.9.1, train_test_split applied twice with random_state=42.
Deno.test("originalSplit() repeats scikit-learn's rows in order", () => {
  assert.deepEqual(originalSplit(12), {
    train: [4, 8, 6, 2, 11, 1, 7],
    validation: [3, 5],
    test: [10, 9, 0],
  });
});

Deno.test("originalSplit() divides 3,546 rows into 2,268, 568 and 710", () => {
  const { train, validation, test } = originalSplit(3546);
  assert.deepEqual([train.length, validation.length, test.length], [2268, 568, 710]);
  assert.equal(new Set([...train, ...validation, ...test]).size, 3546);
});

Deno.test("originalSplit() takes sizes in rows and another seed", () => {
  const split = originalSplit(10, { testSize: 3, validationSize: 2, seed: 7 });
  assert.deepEqual(split, { train: [2, 4, 7, 1, 3], validation: [9, 6], test: [8, 5, 0] });
});

Deno.test("originalSplit() refuses too few rows", () => {
  assert.throws(() => originalSplit(2), { name: "RangeError", message: /^Cannot split 1 rows/ });
});
