import assert from "assert";

/** Asserts that numbers are as many as expected and within a tolerance of them. */
export function assertClose(
  actual: ArrayLike<number>,
  expected: readonly number[],
  tolerance = 1e-6,
): void {
  assert.equal(actual.length, expected.length);
  expected.forEach((value, i) =>
    assert.ok(
      Math.abs(actual[i]! - value) <= tolerance,
      `number ${i}: expected ${value} within ${tolerance}, got ${actual[i]}`,
    )
  );
}
