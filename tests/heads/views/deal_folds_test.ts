import assert from "assert";
import fc from "fast-check";
import { dealFolds } from "lib/heads/views/_deal_folds.ts";

Deno.test("dealFolds() predicts each row once and keeps groups whole, in folds of like size", () => {
  fc.assert(fc.property(
    fc.array(fc.constantFrom("a", "b", "c", "d", "e", "f", "g"), { minLength: 2, maxLength: 40 })
      .filter((groups) => new Set(groups).size > 1),
    fc.integer({ min: 2, max: 9 }),
    fc.nat(1000),
    (groups, folds, seed) => {
      const dealt = dealFolds(groups, { folds, seed });
      const count = new Set(groups).size;
      assert.equal(dealt.length, Math.min(folds, count));
      const tested = dealt.flatMap(({ test }) => test).toSorted((a, b) => a - b);
      assert.deepEqual(tested, [...groups.keys()]);
      for (const { train, test } of dealt) {
        assert.equal(train.length + test.length, groups.length);
        const own = new Set(test.map((row) => groups[row]));
        assert.ok(Math.abs(own.size - count / dealt.length) < 1);
        assert.ok(train.every((row) => !own.has(groups[row]!)));
      }
    },
  ));
});

Deno.test("dealFolds() deals in the order of the seed", () => {
  // NumPy's RandomState(0).permutation(4) is 2, 3, 1, 0
  const tests = dealFolds(["a", "b", "c", "b", "d"], { folds: 2, seed: 0 }).map(({ test }) => test);
  assert.deepEqual(tests, [[1, 2, 3], [0, 4]]);
});

Deno.test("dealFolds() says when there is nothing to hold out", () => {
  assert.throws(() => dealFolds(["a", "a"], { folds: 2, seed: 0 }), {
    name: "RangeError",
    message: "Cannot predict out of fold: expected rows of at least 2 groups, got 1",
  });
});
