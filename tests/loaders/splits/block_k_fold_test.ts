import assert from "assert";
import { blockKFold } from "lib/loaders/splits/block_k_fold.ts";
import { groupKFold } from "lib/loaders/splits/group_k_fold.ts";

Deno.test("blockKFold() makes folds of whole blocks, the short last one too", () => {
  const folds = blockKFold(7, { blockLength: 3, folds: 3, seed: 1 });
  const tests = folds.map(({ test }) => test).sort((a, b) => a[0]! - b[0]!);
  assert.deepEqual(tests, [[0, 1, 2], [3, 4, 5], [6]]);
  for (const { train, test } of folds) {
    assert.deepEqual([...train, ...test].sort((a, b) => a - b), [0, 1, 2, 3, 4, 5, 6]);
  }
});

Deno.test("blockKFold() deals blocks as groupKFold() deals groups", () => {
  const options = { folds: 2, seed: 5 };
  assert.deepEqual(
    blockKFold(7, { blockLength: 2, ...options }),
    groupKFold(["a", "a", "b", "b", "c", "c", "d"], options),
  );
});
