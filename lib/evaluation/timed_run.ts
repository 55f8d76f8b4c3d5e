import { timed } from "lib/evaluation/timed.ts";
import { exists } from "lib/files.ts";

/** A run's result and, if it was run whole, how long it took. */
export interface TimedRun<T> {
  readonly value: T;
  /** Wall-clock seconds; missing where an earlier run was continued or read again. */
  readonly fit?: number;
}

/** Awaits a training run that keeps its state in a folder, and measures it if it starts afresh. */
export async function timedRun<T>(folder: string, run: () => Promise<T>): Promise<TimedRun<T>> {
  const isNew = !await exists(folder);
  const { value, seconds } = await timed(run);
  return isNew ? { value, fit: seconds } : { value };
}
