import assert from "assert";
import fc from "fast-check";
import { groupRunFolds } from "lib/loaders/splits/group_run_folds.ts";

Deno.test("groupRunFolds() keeps neighbouring groups together", () => {
  const groups = ["a", "a", "b", "c", "c", "d"];
  assert.deepEqual(groupRunFolds(groups, { folds: 2 }), [
    { train: [3, 4, 5], test: [0, 1, 2] },
    { train: [0, 1, 2], test: [3, 4, 5] },
  ]);
});

Deno.test("groupRunFolds() leaves the gap's groups out of training", () => {
  const groups = [0, 1, 2, 3, 4, 5];
  assert.deepEqual(groupRunFolds(groups, { folds: 3, gap: 1 }), [
    { train: [3, 4, 5], test: [0, 1] },
    { train: [0, 5], test: [2, 3] },
    { train: [0, 1, 2], test: [4, 5] },
  ]);
});

Deno.test("groupRunFolds() tests each row once, and never trains within the gap", () => {
  fc.assert(fc.property(
    fc.integer({ min: 2, max: 6 }),
    fc.integer({ min: 0, max: 2 }),
    fc.integer({ min: 12, max: 30 }),
    (folds, gap, count) => {
      const groups = Array.from({ length: 3 * count }, (_, row) => Math.floor(row / 3));
      const made = groupRunFolds(groups, { folds, gap });
      assert.deepEqual(made.flatMap(({ test }) => test), [...groups.keys()]);
      for (const { train, test } of made) {
        const tested = test.map((row) => groups[row]!);
        for (const row of train) {
          assert.ok(tested.every((group) => Math.abs(groups[row]! - group) > gap));
        }
      }
    },
  ));
});

Deno.test("groupRunFolds() refuses folds and gaps that cannot be", () => {
  const groups = [0, 1, 2];
  assert.throws(() => groupRunFolds(groups, { folds: 4 }), {
    name: "RangeError",
    message: "Cannot make folds: expected an integer from 2 to the 3 groups there are, got 4",
  });
  assert.throws(() => groupRunFolds(groups, { folds: 1 }), RangeError);
  assert.throws(
    () => groupRunFolds(groups, { folds: 3, gap: 0.5 }),
    /expected a gap of a whole number/,
  );
  assert.throws(() => groupRunFolds(groups, { folds: 3, gap: 2 }), {
    name: "RangeError",
    message: "Cannot make folds: expected a gap that leaves groups to train on, got 2",
  });
});
