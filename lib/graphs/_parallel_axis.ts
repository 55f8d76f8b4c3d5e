import { roundTo } from "lib/graphs/_numbers.ts";

const STEP_BAND = 0.1;

/** How values are laid along an axis; `steps` gives each distinct value the same room. */
export type AxisScale = "linear" | "log" | "steps";

/** One upright axis of a parallel-coordinates graph. */
export interface ParallelAxis {
  /** Where a value stands: 0 at the foot, 1 at the top. */
  positionOf(value: number): number;
  /** How much of the height each value has to itself, so that equal ones can be told apart. */
  readonly band: number;
  /** Places with a label. */
  readonly ticks: readonly { readonly at: number; readonly label: string }[];
}

/** Lays out an axis for values, positive ones if the scale is `log`. */
export function parallelAxis(values: readonly number[], scale: AxisScale): ParallelAxis {
  const distinct = [...new Set(values)].sort((a, b) => a - b);
  const [low, high] = [distinct[0]!, distinct.at(-1)!];
  const along = scale === "log" ? Math.log : (value: number) => value;
  const span = along(high) - along(low);
  const positionOf = (value: number) => {
    if (distinct.length === 1) return 0.5;
    if (scale === "steps") {
      return STEP_BAND / 2 + (1 - STEP_BAND) * distinct.indexOf(value) / (distinct.length - 1);
    }
    return (along(value) - along(low)) / span;
  };
  const marked = scale === "steps" ? distinct : roundValues(low, high, scale);
  const ticks = marked.map((value) => ({
    at: roundTo(positionOf(value), 4),
    label: labelOf(value),
  }));
  return { positionOf, ticks, band: scale === "steps" ? STEP_BAND : 0 };
}

/** The round values between two ends: 1, 2 and 5 times powers of ten, or even steps of such a size. */
export function roundValues(low: number, high: number, scale: "linear" | "log"): number[] {
  if (low === high) return [low];
  if (scale === "linear") {
    const step = stepOf((high - low) / 5);
    const first = Math.ceil(low / step);
    const count = Math.floor(high / step + 1e-9) - first + 1;
    return Array.from({ length: count }, (_, i) => roundTo((first + i) * step, 12));
  }
  const decades = Math.ceil(Math.log10(high)) - Math.floor(Math.log10(low)) + 1;
  const start = Math.floor(Math.log10(low));
  return Array.from({ length: decades }, (_, i) => start + i)
    .flatMap((exponent) => [1, 2, 5].map((digit) => Number(`${digit}e${exponent}`)))
    .filter((value) => value >= low && value <= high);
}

function stepOf(atLeast: number): number {
  const power = 10 ** Math.floor(Math.log10(atLeast));
  return power * ([1, 2, 5].find((digit) => digit * power >= atLeast) ?? 10);
}

function labelOf(value: number): string {
  return value !== 0 && Math.abs(value) < 1e-3
    ? value.toExponential()
    : value.toLocaleString("en-US");
}
