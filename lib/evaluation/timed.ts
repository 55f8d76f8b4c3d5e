/** A value and how long it took to get. */
export interface Timed<T> {
  readonly value: T;
  /** Wall-clock seconds. */
  readonly seconds: number;
}

/** What time is read from. */
export interface Clock {
  /** Milliseconds since some moment, never fewer than before. */
  now(): number;
}

/** Knobs of `timed`. */
export interface TimedOptions {
  /** @default performance */
  readonly clock?: Clock;
}

/** Awaits a call and measures it; nothing else may compute meanwhile, or its time is counted too. */
export async function timed<T>(
  call: () => T | Promise<T>,
  { clock = performance }: TimedOptions = {},
): Promise<Timed<T>> {
  const started = clock.now();
  const value = await call();
  return { value, seconds: (clock.now() - started) / 1000 };
}
