/** What a rescaling made of some values. */
export interface Rescaled {
  /** Each in 0..1. */
  readonly values: number[];
  /** Positions of the values that lay outside the training range and were moved to its edge. */
  readonly clipped: number[];
}

/** Moves values to 0..1 and back. */
export interface Rescaling {
  /** Value that becomes 0. */
  readonly low: number;
  /** Value that becomes 1. */
  readonly high: number;
  /** `(value - low) / (high - low)`, clipped to 0..1. */
  apply(values: readonly number[]): Rescaled;
  /** `low + scaled * (high - low)`, the value before `apply` unless that clipped it. */
  invert(scaled: readonly number[]): number[];
}

/** Which part of the training values spans 0..1. */
export interface RescalingOptions {
  /** Quantile that becomes 0, in 0..1. @default 0 */
  lowQuantile?: number;
  /** Quantile that becomes 1; less than 1 tames a few huge values. @default 1 */
  highQuantile?: number;
}

/**
 * Fits a rescaling to 0..1 on training values alone, so that no other side's range leaks in.
 *
 * @throws {RangeError} when a value is not finite or both quantiles have the same value
 */
export function fitRescaling(
  trainingValues: readonly number[],
  { lowQuantile = 0, highQuantile = 1 }: RescalingOptions = {},
): Rescaling {
  checkFinite(trainingValues, "fit a rescaling");
  const sorted = trainingValues.toSorted((a, b) => a - b);
  const low = quantile(sorted, lowQuantile);
  const high = quantile(sorted, highQuantile);
  if (!(high - low > 0 && high - low < Infinity)) {
    throw new RangeError(
      `Cannot fit a rescaling on ${sorted.length} values: ` +
        `expected a low below a high, got ${low} and ${high}`,
    );
  }
  return {
    low,
    high,
    apply: (values) => {
      checkFinite(values, "rescale");
      const clipped = values.flatMap((value, i) => value < low || value > high ? [i] : []);
      const scale = (value: number) => (Math.min(Math.max(value, low), high) - low) / (high - low);
      return { values: values.map(scale), clipped };
    },
    invert: (scaled) => {
      checkFinite(scaled, "invert a rescaling");
      return scaled.map((value) => low + value * (high - low));
    },
  };
}

/** Linear between neighbours, as `numpy.quantile`; NaN where there is no such quantile. */
function quantile(sorted: readonly number[], q: number): number {
  const position = q * (sorted.length - 1);
  const below = sorted[Math.floor(position)] ?? NaN;
  const above = sorted[Math.ceil(position)] ?? NaN;
  return below + (above - below) * (position - Math.floor(position));
}

function checkFinite(values: readonly number[], doing: string): void {
  const at = values.findIndex((value) => !Number.isFinite(value));
  if (at === -1) return;
  throw new RangeError(
    `Cannot ${doing}: expected finite values, got ${values[at]} at position ${at}`,
  );
}
