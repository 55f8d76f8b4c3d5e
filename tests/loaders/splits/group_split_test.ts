import assert from "assert";
import fc from "fast-check";
import { groupSplit } from "lib/loaders/splits/group_split.ts";
import fixture from "../../fixtures/sklearn_splits.json" with { type: "json" };

// Without its validation side, which scikit-learn does not make, a split must be GroupShuffleSplit's.
Deno.test("groupSplit() has the test side of scikit-learn's GroupShuffleSplit", () => {
  for (const { testSize, seed, train, test } of fixture.groupShuffleSplit) {
    const split = groupSplit(fixture.groups, { testSize, validationSize: 1, seed });
    assert.deepEqual(split.test, test);
    assert.deepEqual([...split.train, ...split.validation].sort((a, b) => a - b), train);
  }
});

Deno.test("groupSplit() does not depend on what groups are called", () => {
  const renamed = fixture.groups.map((group) => `channel ${(group * 7) % 11}`);
  assert.deepEqual(groupSplit(renamed), groupSplit(fixture.groups));
});

Deno.test("groupSplit() puts every row on one side and no group on two", () => {
  const someGroups = fc.array(fc.nat(30), { minLength: 40, maxLength: 200 });
  fc.assert(fc.property(someGroups, fc.nat(), (groups, seed) => {
    fc.pre(new Set(groups).size >= 4);
    const { train, validation, test } = groupSplit(groups, { seed });
    const sides = [train, validation, test];
    assert.ok(sides.every((rows) => rows.length > 0));
    const rows = sides.flat().sort((a, b) => a - b);
    assert.deepEqual(rows, groups.map((_, row) => row));
    const membership = sides.map((rows) => new Set(rows.map((row) => groups[row])));
    assert.equal(membership.reduce((sum, { size }) => sum + size, 0), new Set(groups).size);
  }));
});

Deno.test("groupSplit() refuses fewer groups than sides", () => {
  assert.throws(() => groupSplit(["a", "a", "b", "b"]), {
    name: "RangeError",
    message: /^Cannot split 1 rows/,
  });
});
