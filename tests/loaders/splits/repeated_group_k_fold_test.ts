import assert from "assert";
import { groupKFold } from "lib/loaders/splits/group_k_fold.ts";
import { repeatedGroupKFold } from "lib/loaders/splits/repeated_group_k_fold.ts";
import { deriveSeed } from "lib/random.ts";

const groups = ["a", "a", "b", "c", "c", "c", "d", "e"];

Deno.test("repeatedGroupKFold() deals groups as groupKFold() does with derived seeds", () => {
  const repeats = repeatedGroupKFold(groups, { folds: 2, repeats: 4, seed: 9 });
  assert.deepEqual(
    repeats,
    [0, 1, 2, 3].map((repeat) => groupKFold(groups, { folds: 2, seed: deriveSeed(9, repeat) })),
  );
  assert.ok(new Set(repeats.map((folds) => JSON.stringify(folds))).size > 1, "dealt anew");
});

Deno.test("repeatedGroupKFold() tests each row once a repeat and parts no group", () => {
  for (const folds of repeatedGroupKFold(groups, { folds: 3 })) {
    const tested = folds.flatMap(({ test }) => test);
    assert.deepEqual(tested.toSorted(), [0, 1, 2, 3, 4, 5, 6, 7]);
    for (const { train, test } of folds) {
      const learned = new Set(train.map((row) => groups[row]));
      assert.ok(test.every((row) => !learned.has(groups[row]!)));
    }
  }
});

Deno.test("repeatedGroupKFold() keeps its first repeats when there are more", () => {
  const [first, second] = repeatedGroupKFold(groups, { repeats: 2 });
  assert.deepEqual(repeatedGroupKFold(groups, { repeats: 5 }).slice(0, 2), [first, second]);
});

Deno.test("repeatedGroupKFold() refuses no repeats and too many folds", () => {
  assert.throws(() => repeatedGroupKFold(groups, { repeats: 0 }), {
    name: "RangeError",
    message: "Cannot repeat folds: expected repeats above 0, got 0",
  });
  assert.throws(() => repeatedGroupKFold(groups, { folds: 6 }), RangeError);
});
