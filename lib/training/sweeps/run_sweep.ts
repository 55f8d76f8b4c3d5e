import { openJournal } from "lib/storage/journal.ts";
import type { Job, Scheduler } from "lib/training/sweeps/scheduler.ts";

/** What came of a job. */
export interface JobResult {
  /** Validation loss at the job's end; missing when the job failed. */
  readonly validationLoss?: number;
  /** Training loss of the job's last epoch. */
  readonly trainingLoss?: number;
  /** Optimiser steps the trial has behind it. */
  readonly steps?: number;
  /** Why the job failed. */
  readonly error?: string;
}

/** A finished job as the sweep's journal records it. */
export interface SweepEntry extends JobResult {
  readonly job: Job;
}

/** How a sweep is carried out. */
export interface SweepOptions {
  /** Journal of finished jobs; a sweep whose journal exists goes on from it. */
  readonly journalPath: string;
  /** Jobs under way at a time. @default 1 */
  readonly workers?: number;
  /** Trains one job, continuing the trial from its earlier jobs. */
  readonly runJob: (job: Job) => Promise<JobResult>;
  /** Called when a job has ended, finished jobs of an earlier run included. */
  readonly onEntry?: (entry: SweepEntry) => void;
}

/**
 * Carries out a scheduler's jobs, each once, and returns all that came of them.
 *
 * Results reach the scheduler in the order the jobs were issued, whichever ends first, so that the
 * same seed and number of workers decide the same jobs on any machine, also after a kill.
 *
 * @throws {TypeError} when the journal belongs to another space, seed or number of workers
 */
export async function runSweep(
  scheduler: Scheduler,
  options: SweepOptions,
): Promise<readonly SweepEntry[]> {
  const { workers = 1, runJob, onEntry } = options;
  const journal = await openJournal<SweepEntry>(options.journalPath);
  const finished = new Map(journal.entries.map((entry) => [keyOf(entry.job), entry]));
  const issued: Promise<SweepEntry>[] = [];

  async function carryOut(job: Job): Promise<SweepEntry> {
    const known = finished.get(keyOf(job));
    if (known) return sameJob(known, job, options.journalPath);
    const entry = { job, ...await runJob(job) };
    await journal.append(entry);
    return entry;
  }

  const entries: SweepEntry[] = [];
  for (;;) {
    for (let job; issued.length < workers && typeof (job = scheduler.next()) === "object";) {
      issued.push(carryOut(job));
    }
    const entry = await issued.shift();
    if (!entry) return entries;
    scheduler.report(entry.job, entry.validationLoss ?? NaN);
    entries.push(entry);
    onEntry?.(entry);
  }
}

function keyOf(job: Job): string {
  return `${job.trial}/${job.epochs}`;
}

function sameJob(entry: SweepEntry, job: Job, path: string): SweepEntry {
  const [recorded, wanted] = [entry.job, job].map((it) => JSON.stringify(it.configuration));
  if (recorded !== wanted) {
    throw new TypeError(
      `Cannot go on with the sweep in ${path}: trial ${job.trial} is recorded with ${recorded}, ` +
        `expected ${wanted}; the space, the seed or the workers have changed, so use another path`,
    );
  }
  return entry;
}
