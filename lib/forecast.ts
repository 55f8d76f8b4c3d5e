export interface ForecastOptions {
  /** Items in the whole task. */
  readonly total: number;
  /** Items finished by an earlier run. */
  readonly done: number;
  /** Plural, such as "steps". */
  readonly unit: string;
  /** One item with its article, such as "a step". */
  readonly each: string;
  /** Work that the time of the items leaves out, such as "12 validations". @default nothing */
  readonly besides?: string;
}

/** A prediction of when a task will end, made on its first items. */
export interface Forecast {
  /**
   * Counts items as they are finished, and returns the sentence once, when enough of them have been
   * measured; a task that is soon over has none.
   */
  measure(count: number, goneMs: number): string | undefined;
  /** Counts items that took no time, since an earlier run had finished them. */
  pass(count: number): void;
}

/** Items to measure, unless they take longer than `MEASURE_MS`. */
const MEASURE_ITEMS = 5;
const MEASURE_MS = 60_000;

/** A task is long from here on. */
const LONG_MS = 120_000;

/** Forecasts a task that has just begun, or goes on. */
export function startForecast(label: string, options: ForecastOptions): Forecast {
  let measured = 0;
  let { done } = options;
  let isDue = true;
  return {
    measure(count, goneMs) {
      measured += count;
      if (!isDue || (measured < MEASURE_ITEMS && goneMs < MEASURE_MS)) return undefined;
      isDue = false;
      const eachMs = goneMs / measured;
      const left = options.total - done;
      if (eachMs * left < LONG_MS) return undefined;
      return sentence(label, { ...options, left, measured, eachMs });
    },
    pass(count) {
      done += count;
    },
  };
}

interface Measured extends ForecastOptions {
  readonly left: number;
  readonly measured: number;
  readonly eachMs: number;
}

function sentence(label: string, { left, measured, eachMs, ...options }: Measured): string {
  const { total, unit, each, besides } = options;
  const whole = total.toLocaleString("en-US");
  const items = left < total
    ? `${left.toLocaleString("en-US")} of ${whole} ${unit} left`
    : `${whole} ${unit}`;
  return `${label}: ${items}, about ${durationText(eachMs * left)} at ${durationText(eachMs)} ` +
    `${each}, measured on the first ${measured}` + (besides ? `; not counted: ${besides}` : "");
}

const [SECOND, MINUTE, HOUR] = [1000, 60_000, 3_600_000] as const;

/**
 * A duration in milliseconds, to about two digits.
 *
 * @example `durationText(34_552_000)` is `"9 h 40 min"`
 */
export function durationText(ms: number): string {
  if (ms < 9.95 * SECOND) return `${(ms / SECOND).toPrecision(2)} s`;
  if (ms < 90 * SECOND) return `${Math.round(ms / SECOND)} s`;
  if (ms < 59.5 * MINUTE) return `${Math.round(ms / MINUTE)} min`;
  const tens = Math.round(ms / (10 * MINUTE));
  const [hours, minutes] = [Math.floor(tens / 6), tens % 6 * 10];
  return minutes === 0 || ms >= 24 * HOUR ? `${hours} h` : `${hours} h ${minutes} min`;
}

/** A time that was measured, by its two largest units: "1 h 2 min", "1 min 12 s" or "0.4 s". */
export function elapsedText(ms: number): string {
  if (ms < 9950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
