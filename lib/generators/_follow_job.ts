import { setTimeout as wait } from "node:timers/promises";
import type { FineTuningJob } from "openai/resources/fine-tuning/jobs";
import type { FineTuningCalls } from "lib/generators/_fine_tuning_calls.ts";
import { type Progress, startProgress } from "lib/progress.ts";

/** How a job is followed. */
export interface FollowOptions {
  /** What the progress line is called. */
  readonly model: string;
  /** Time between two looks at the job, in milliseconds. @default 10_000 */
  readonly pollMs?: number;
  /** Waits so many milliseconds. @default a timer */
  readonly sleep?: (ms: number) => Promise<unknown>;
}

/** Follows a job with a progress line until it has succeeded, failed or been cancelled. */
export async function followJob(
  id: string,
  calls: FineTuningCalls,
  { model, pollMs = 10_000, sleep = (ms) => wait(ms) }: FollowOptions,
): Promise<FineTuningJob> {
  let progress: Progress | undefined;
  let done = 0;
  try {
    for (;;) {
      const job = await calls.retrieve(id);
      const told = await calls.lastStep(id);
      if (told) {
        progress ??= startProgress(model, { total: told.steps, unit: "steps" });
        progress.advance(told.step - done);
        done = told.step;
      }
      if (["succeeded", "failed", "cancelled"].includes(job.status)) return job;
      await sleep(pollMs);
    }
  } finally {
    progress?.stop();
  }
}
