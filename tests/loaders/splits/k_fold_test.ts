import assert from "assert";
import { kFold } from "lib/loaders/splits/k_fold.ts";
import fixture from "../../fixtures/sklearn_splits.json" with { type: "json" };

Deno.test("kFold() equals scikit-learn's shuffled KFold", () => {
  assert.equal(fixture.kFold.length, 12);
  for (const { count, folds, seed, sides } of fixture.kFold) {
    assert.deepEqual(kFold(count, { folds, seed }), sides);
  }
});

Deno.test("kFold() refuses one fold, half a fold and more folds than rows", () => {
  for (const folds of [1, 2.5, 6, NaN]) {
    assert.throws(() => kFold(5, { folds }), {
      name: "RangeError",
      message:
        `Cannot make folds: expected an integer from 2 to the 5 items there are, got ${folds}`,
    });
  }
});
