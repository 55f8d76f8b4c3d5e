import assert from "assert";
import fc from "fast-check";
import { trainTestSplit } from "lib/loaders/splits/train_test_split.ts";
import fixture from "../../fixtures/sklearn_splits.json" with { type: "json" };

Deno.test("trainTestSplit() equals scikit-learn's for other sizes, fractions and seeds", () => {
  assert.equal(fixture.trainTestSplit.length, 36);
  for (const { count, testSize, seed, train, test } of fixture.trainTestSplit) {
    const split = trainTestSplit(count, { testSize, seed });
    assert.deepEqual(split, { train, test }, `${count} rows, test size ${testSize}, seed ${seed}`);
  }
});

Deno.test("trainTestSplit() puts every row on one side", () => {
  fc.assert(fc.property(fc.integer({ min: 2, max: 300 }), fc.nat(), (count, seed) => {
    const { train, test } = trainTestSplit(count, { seed });
    assert.equal(test.length, Math.ceil(0.2 * count));
    const rows = [...train, ...test].sort((a, b) => a - b);
    assert.deepEqual(rows, Array.from({ length: count }, (_, row) => row));
  }));
});

Deno.test("trainTestSplit() refuses sizes that leave a side empty or divide a row", () => {
  const cases = [[10, 0], [10, -1], [10, 10], [10, 1.5], [10, NaN], [1, 0.5], [2, 0.9], [2.5, 1]];
  for (const [count = 0, testSize] of cases) {
    assert.throws(() => trainTestSplit(count, { testSize, seed: 0 }), {
      name: "RangeError",
      message:
        `Cannot split ${count} rows: expected a test size in (0, 1) or an integer number of ` +
        `rows that leaves a row on each side, got ${testSize}`,
    });
  }
});
