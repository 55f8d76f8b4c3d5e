/** A value and how long it took to get. */
export interface Timed<T> {
  readonly value: T;
  /** Wall-clock seconds. */
  readonly seconds: number;
}

/** Awaits a call and measures it; nothing else may compute meanwhile, or its time is counted too. */
export async function timed<T>(call: () => T | Promise<T>): Promise<Timed<T>> {
  const started = performance.now();
  const value = await call();
  return { value, seconds: (performance.now() - started) / 1000 };
}
