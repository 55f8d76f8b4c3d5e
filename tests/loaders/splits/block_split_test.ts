import assert from "assert";
import fc from "fast-check";
import { blocksOf } from "lib/loaders/splits/block_split.ts";
import { groupKFold } from "lib/loaders/splits/group_k_fold.ts";
import { groupSplit } from "lib/loaders/splits/group_split.ts";

Deno.test("blocksOf() numbers runs and gives a short last one its own number", () => {
  assert.deepEqual(blocksOf(7, { blockLength: 3 }), [0, 0, 0, 1, 1, 1, 2]);
  assert.deepEqual(blocksOf(0, { blockLength: 3 }), []);
});

Deno.test("blocksOf() refuses a length that is no positive integer", () => {
  for (const blockLength of [0, -1, 1.5, NaN]) {
    assert.throws(() => blocksOf(5, { blockLength }), {
      name: "RangeError",
      message: `Cannot form blocks: expected a block length of 1 row or more, got ${blockLength}`,
    });
  }
});

Deno.test("blocksOf() gives groups that groupSplit() divides as it does named ones", () => {
  const groups = ["a", "a", "b", "b", "c", "c", "d", "d", "e", "e", "f"];
  const blocks = blocksOf(11, { blockLength: 2 });
  assert.deepEqual(groupSplit(blocks, { seed: 3 }), groupSplit(groups, { seed: 3 }));
});

Deno.test("blocksOf() makes folds of whole blocks, the short last one too", () => {
  const folds = groupKFold(blocksOf(7, { blockLength: 3 }), { folds: 3, seed: 1 });
  const tests = folds.map(({ test }) => test).sort((a, b) => a[0]! - b[0]!);
  assert.deepEqual(tests, [[0, 1, 2], [3, 4, 5], [6]]);
  for (const { train, test } of folds) {
    assert.deepEqual([...train, ...test].sort((a, b) => a - b), [0, 1, 2, 3, 4, 5, 6]);
  }
});

Deno.test("blocksOf() keeps each run together, the short last one too", () => {
  const sizes = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 4, max: 12 }), fc.nat());
  fc.assert(fc.property(sizes, fc.nat(8), ([blockLength, blocks, seed], more) => {
    const count = blockLength * blocks + more % blockLength;
    const { train, validation, test } = groupSplit(blocksOf(count, { blockLength }), { seed });
    const side = new Map<number, number>();
    [train, validation, test].forEach((rows, i) => rows.forEach((row) => side.set(row, i)));
    assert.equal(side.size, count);
    assert.equal(train.length + validation.length + test.length, count);
    for (let row = 1; row < count; row++) {
      if (row % blockLength !== 0) assert.equal(side.get(row), side.get(row - 1));
    }
  }));
});
