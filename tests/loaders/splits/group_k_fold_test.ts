import assert from "assert";
import { groupKFold } from "lib/loaders/splits/group_k_fold.ts";
import fixture from "../../fixtures/sklearn_splits.json" with { type: "json" };

Deno.test("groupKFold() equals scikit-learn's shuffled GroupKFold", () => {
  assert.equal(fixture.groupKFold.length, 12);
  for (const { folds, seed, sides } of fixture.groupKFold) {
    assert.deepEqual(groupKFold(fixture.groups, { folds, seed }), sides);
  }
});

Deno.test("groupKFold() refuses more folds than groups", () => {
  assert.throws(() => groupKFold(["a", "a", "b"], { folds: 3 }), {
    name: "RangeError",
    message: "Cannot make folds: expected an integer from 2 to the 2 items there are, got 3",
  });
});
