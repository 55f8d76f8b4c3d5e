import { startForecast } from "lib/forecast.ts";
import { say } from "lib/progress.ts";
import type { Job } from "lib/training/sweeps/scheduler.ts";

/** Says how long a sweep will take, measured on its first jobs. */
export interface SweepFollower {
  /** Hears of a job that was just trained. */
  trained(job: Job): void;
  /** Hears of a job that an earlier run trained. */
  found(job: Job): void;
}

/** What is followed. */
export interface FollowSweepOptions {
  /** Epochs of all jobs together. */
  readonly epochs: number;
  /** Milliseconds since any fixed time. */
  readonly now: () => number;
}

/** Starts to follow a sweep's jobs. */
export function followSweep(name: string, { epochs, now }: FollowSweepOptions): SweepFollower {
  const unit = "epochs of all trials";
  const forecast = startForecast(name, { total: epochs, done: 0, unit, each: "an epoch" });
  const startedMs = now();
  const reached = new Map<number, number>();
  const epochsOf = ({ trial, epochs }: Job) => {
    const before = reached.get(trial) ?? 0;
    reached.set(trial, epochs);
    return epochs - before;
  };
  return {
    trained(job) {
      const sentence = forecast.measure(epochsOf(job), now() - startedMs);
      if (sentence) say(sentence);
    },
    found: (job) => forecast.pass(epochsOf(job)),
  };
}
