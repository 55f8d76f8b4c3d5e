/** Rounds to a number of decimals, so that a spec carries no digits that a picture cannot show. */
export function roundTo(value: number, decimals: number): number {
  return Number(value.toFixed(decimals));
}

/** Rounds to a number of significant digits. */
export function roundSignificant(value: number, digits: number): number {
  return Number(value.toPrecision(digits));
}

/** A score in 0..1 as shown: 0..100 with one decimal. */
export function shownScore(score: number): number {
  return roundTo(score * 100, 1);
}

/** The arithmetic mean of at least one number. */
export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The middle of at least one number, or the mean of the two middle ones. */
export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The smallest range of tens that holds every shown score. */
export function scoreDomain(shown: readonly number[]): [number, number] {
  const low = shown.reduce((least, value) => Math.min(least, value), Infinity);
  const high = shown.reduce((most, value) => Math.max(most, value), -Infinity);
  return [Math.floor(low / 10) * 10, Math.max(Math.ceil(high / 10), Math.floor(low / 10) + 1) * 10];
}
