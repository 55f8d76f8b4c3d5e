/**
 * Adjusts the p-values of m tests so that rejecting those of at most α keeps the chance of any false
 * rejection at α: the i-th smallest becomes `max over j <= i of min(1, (m - j + 1) p_j)`, in the
 * given order (Holm 1979).
 *
 * Holds however the tests depend on each other; ignores that related tests could be corrected less.
 *
 * @throws {RangeError} when a p-value is not in 0..1
 */
export function holm(pValues: readonly number[]): number[] {
  const wrong = pValues.findIndex((p) => !(p >= 0 && p <= 1));
  if (wrong >= 0) {
    throw new RangeError(
      `Cannot adjust p-values: expected numbers in 0..1, got ${pValues[wrong]} at ${wrong}`,
    );
  }
  const ascending = [...pValues.keys()].sort((a, b) => pValues[a]! - pValues[b]!);
  const adjusted = new Array<number>(pValues.length);
  let highest = 0;
  ascending.forEach((test, before) => {
    highest = Math.max(highest, Math.min(1, (pValues.length - before) * pValues[test]!));
    adjusted[test] = highest;
  });
  return adjusted;
}
