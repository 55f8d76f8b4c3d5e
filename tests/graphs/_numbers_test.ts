import assert from "assert";
import {
  decimalsOf,
  meanOf,
  medianOf,
  roundSignificant,
  roundTo,
  scoreDomain,
  shownDifference,
  shownScore,
} from "lib/graphs/_numbers.ts";

Deno.test("roundTo(), roundSignificant() and shownScore() round", () => {
  assert.equal(roundTo(1.23456, 2), 1.23);
  assert.equal(roundSignificant(0.0177749, 4), 0.01777);
  assert.equal(shownScore(0.58554922), 58.6);
});

Deno.test("meanOf() and medianOf() average", () => {
  assert.equal(meanOf([1, 2, 6]), 3);
  assert.equal(medianOf([10, 9, 1]), 9);
  assert.equal(medianOf([10, 2, 9, 1]), 5.5);
});

Deno.test("scoreDomain() is the smallest range of tens, never empty", () => {
  assert.deepEqual(scoreDomain([50, 99.9]), [50, 100]);
  assert.deepEqual(scoreDomain([50, 100]), [50, 100]);
  assert.deepEqual(scoreDomain([-3, 41]), [-10, 50]);
  assert.deepEqual(scoreDomain([50]), [50, 60]);
});

Deno.test("shownScore(), shownDifference() and scoreDomain() show another range in its own values", () => {
  const stars = { range: [1, 5] } as const;
  assert.deepEqual([0, 0.25, 0.123].map((share) => shownScore(share, stars)), [1, 2, 1.49]);
  assert.equal(shownDifference(-0.123, stars), -0.49);
  assert.equal(shownDifference(-0.123, stars, 2), -0.492);
  assert.deepEqual(scoreDomain([2.1, 4.3], stars), [1.8, 4.6]);
  assert.deepEqual(
    [[0, 100], [1, 5], [0, 1], [0, 1000], [0, 60]].map(([low, high]) =>
      decimalsOf({ range: [low!, high!] })
    ),
    [1, 2, 3, 0, 1],
  );
});
