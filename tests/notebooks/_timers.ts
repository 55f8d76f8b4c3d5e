import type { StartTimer } from "lib/notebooks/watch.ts";

/** Timers that end when a test says that their time has passed. */
export interface FakeTimers {
  readonly startTimer: StartTimer;
  /** Lets time pass. */
  pass(ms: number): void;
  /** How many are neither over nor called off. */
  running(): number;
}

export function createTimers(): FakeTimers {
  const timers = new Set<{ readonly at: number; readonly onEnd: () => void }>();
  let now = 0;
  return {
    startTimer(ms, onEnd) {
      const timer = { at: now + ms, onEnd };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    pass(ms) {
      now += ms;
      for (const timer of [...timers].filter(({ at }) => at <= now)) {
        if (timers.delete(timer)) timer.onEnd();
      }
    },
    running: () => timers.size,
  };
}
