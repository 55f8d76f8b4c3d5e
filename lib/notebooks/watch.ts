/** Calls something after a time; returns what calls it off. */
export type StartTimer = (ms: number, onEnd: () => void) => () => void;

export interface Limits {
  /** Longest time without a sign of life. */
  readonly silenceMs: number;
  /** Longest time in all. @default any, as long as there are signs */
  readonly timeoutMs?: number;
  /** @default setTimeout */
  readonly startTimer?: StartTimer;
}

/** Watches work for as long as it gives signs of life. */
export interface Watch {
  /** Counts the silence from now. */
  sign(): void;
  /** Ends the watch. */
  stop(): void;
}

/** Which limit was broken. */
export type BrokenLimit = "silent" | "late";

/** Starts a watch that says which limit is broken first, if one is. */
export function startWatch(limits: Limits, onBroken: (limit: BrokenLimit) => void): Watch {
  const { silenceMs, timeoutMs, startTimer = startTimeout } = limits;
  let isOver = false;
  const end = (limit?: BrokenLimit) => {
    if (isOver) return;
    isOver = true;
    cancelSilence();
    cancelWhole?.();
    if (limit) onBroken(limit);
  };
  const startSilence = () => startTimer(silenceMs, () => end("silent"));
  let cancelSilence = startSilence();
  const cancelWhole = timeoutMs === undefined
    ? undefined
    : startTimer(timeoutMs, () => end("late"));
  return {
    sign() {
      if (isOver) return;
      cancelSilence();
      cancelSilence = startSilence();
    },
    stop: () => end(),
  };
}

const startTimeout: StartTimer = (ms, onEnd) => {
  const timer = setTimeout(onEnd, ms);
  return () => clearTimeout(timer);
};
