import { type Target, valueOf } from "lib/targets.ts";

/** A target's least and greatest value on screen. */
type Shown = Pick<Target, "range">;

const PERCENT: Shown = { range: [0, 100] };

/** Rounds to a number of decimals, so that a spec carries no digits that a picture cannot show. */
export function roundTo(value: number, decimals: number): number {
  return Number(value.toFixed(decimals));
}

/** Rounds to a number of significant digits. */
export function roundSignificant(value: number, digits: number): number {
  return Number(value.toPrecision(digits));
}

/** A share in 0..1 as shown: as its target's value, or in percent; one decimal of a range of 100. */
export function shownScore(share: number, target: Shown = PERCENT): number {
  return roundTo(valueOf(share, target), decimalsOf(target));
}

/** The difference of two shares as shown, with so many decimals more than scores have. */
export function shownDifference(difference: number, target: Shown, more = 0): number {
  return roundTo(difference * spanOf(target), decimalsOf(target) + more);
}

/** Decimals that tell values apart: 1 for a range of 100, 2 for one of 4. */
export function decimalsOf(target: Shown): number {
  return Math.max(0, 3 - Math.ceil(Math.log10(spanOf(target))));
}

/** A target's greatest value less its least one. */
export function spanOf({ range: [low, high] }: Shown): number {
  return high - low;
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

/** The smallest range of tenths of a target's own, by default of tens, that holds every shown score. */
export function scoreDomain(
  shown: readonly number[],
  { range: [base, top] }: Shown = PERCENT,
): [number, number] {
  const step = (top - base) / 10;
  const low = shown.reduce((least, value) => Math.min(least, value), Infinity);
  const high = shown.reduce((most, value) => Math.max(most, value), -Infinity);
  const first = Math.floor((low - base) / step);
  const last = Math.max(Math.ceil((high - base) / step), first + 1);
  return [roundTo(base + first * step, 6), roundTo(base + last * step, 6)];
}
