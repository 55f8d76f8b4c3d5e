import { join } from "node:path";
import { type Journal, openJournal, readIntactEntries, readJournal } from "lib/storage/journal.ts";
import { keyedPath } from "lib/storage/keyed_folder.ts";
import { setAsideTraining } from "lib/training/_damaged_run.ts";
import { holdFolder } from "lib/training/runs/hold_folder.ts";
import { openRun, type RunPlan } from "lib/training/runs/in_run.ts";
import { nameOldRuns } from "lib/training/runs/old_runs.ts";
import { RUN_FILE } from "lib/training/runs/run_record.ts";
import { followSweep } from "lib/training/sweeps/_follow_sweep.ts";
import type { Job, Scheduler } from "lib/training/sweeps/scheduler.ts";
import type { Standing } from "lib/training/train_options.ts";

/** What came of a job. */
export interface JobResult {
  /** Validation loss at the job's end; missing when the job failed. */
  readonly validationLoss?: number;
  /** Training loss of the job's last epoch. */
  readonly trainingLoss?: number;
  /** Optimiser steps the trial has behind it. */
  readonly steps?: number;
  /** Seconds for which the trial was trained. */
  readonly seconds?: number;
  /** Why the job failed. */
  readonly error?: string;
  /** Whether something outside ended it: it says nothing of the trial, and is tried again. */
  readonly killed?: boolean;
}

/** A finished job as the sweep's journal records it. */
export interface SweepEntry extends JobResult {
  readonly job: Job;
}

/** What tells a sweep from others, as `sweepPlan` puts it together. */
export type SweepPlan = Pick<RunPlan, "identity" | "about">;

/** How a sweep is carried out. */
export interface SweepOptions extends SweepPlan {
  /** The folder of sweeps: each has one of its own in it, told from others by its identity. */
  readonly folder: string;
  /** What the sweep's folder is called before its digest. @default "sweep" */
  readonly name?: string;
  /** Jobs under way at a time. @default 1 */
  readonly workers?: number;
  /** Trains one job, continuing the trial from its earlier jobs; runs go to the folder `trials`. */
  readonly runJob: (job: Job, trials: string) => Promise<JobResult>;
  /** Called when a job has ended, finished jobs of an earlier run included. */
  readonly onEntry?: (entry: SweepEntry) => void;
  /** Milliseconds since any fixed time. @default performance.now */
  readonly now?: () => number;
}

/**
 * Carries out a scheduler's jobs, each once, and returns all that came of them. A sweep of the same
 * identity goes on, or is taken as it is; it says which, and how long it will take as soon as its first
 * jobs were measured.
 *
 * Results reach the scheduler in the order the jobs were issued, whichever ends first, so that the
 * same seed and number of workers decide the same jobs on any machine, also after a kill.
 *
 * @throws {DamagedRunError} when its journal is damaged and shows more than ten minutes of training
 * @throws {UnwritableError} when its folder cannot be written
 */
export async function runSweep(
  scheduler: Scheduler,
  options: SweepOptions,
): Promise<readonly SweepEntry[]> {
  const { folder: parent, name = "sweep", identity } = options;
  await nameOldRuns(parent);
  const folder = keyedPath(parent, { name, identity });
  return await holdFolder(folder, () => carryOutIn(folder, scheduler, options));
}

async function carryOutIn(folder: string, scheduler: Scheduler, options: SweepOptions) {
  const { name = "sweep", workers = 1, runJob, onEntry, now = () => performance.now() } = options;
  const { watch, before } = await openRun(folder, options);
  const known = await readJobs(folder, before?.seconds);
  const lasting = known.filter(({ killed }) => !killed);
  const finished = new Map(lasting.map((entry) => [keyOf(entry.job), entry]));
  const issued: Promise<SweepEntry>[] = [];
  const goesOn = finished.size === 0 ? "trains anew" : `goes on at job ${finished.size + 1}`;
  const follower = followSweep(name, { epochs: scheduler.epochs, now });
  let opening: Promise<unknown> | undefined;
  let journal: Promise<Journal<SweepEntry>> | undefined; // a finished sweep needs nothing written

  async function carryOut(job: Job): Promise<SweepEntry> {
    const done = finished.get(keyOf(job));
    if (done) {
      follower.found(job);
      return done;
    }
    await (opening ??= watch.opened(goesOn, standingOf(known, false)));
    const entry = { job, ...await runJob(job, join(folder, "trials")) };
    await (await (journal ??= openJournal(join(folder, JOURNAL)))).append(entry);
    follower.trained(job);
    return entry;
  }

  const entries: SweepEntry[] = [];
  for (;;) {
    for (let job; issued.length < workers && typeof (job = scheduler.next()) === "object";) {
      issued.push(carryOut(job));
    }
    const entry = await issued.shift();
    if (!entry) break;
    scheduler.report(entry.job, entry.validationLoss ?? NaN);
    entries.push(entry);
    onEntry?.(entry);
  }
  const ended = standingOf(entries, true);
  await (opening ??= watch.opened("finished before, taken as it is", ended));
  await watch.ended(ended);
  return entries;
}

const JOURNAL = "journal.jsonl";

/**
 * Reads the journal of jobs, setting a damaged one aside; trials that it forgets are kept.
 *
 * @param seconds how much training it told of before
 */
async function readJobs(folder: string, seconds = 0): Promise<SweepEntry[]> {
  const path = join(folder, JOURNAL);
  try {
    const entries = await readJournal<SweepEntry>(path);
    const found = standingOf(entries, false).seconds;
    if (found >= seconds) return entries;
    throw new SyntaxError(
      `${path}: expected jobs of ${seconds} seconds, as ${RUN_FILE} says, got ${found}`,
    );
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const shown = standingOf(await readIntactEntries<SweepEntry>(path), false).seconds;
    const known = { seconds: Math.max(seconds, shown), run: folder };
    await setAsideTraining(path, { problem: error.message, ...known });
    return [];
  }
}

/** The steps and seconds of each trial, added up. */
function standingOf(entries: readonly SweepEntry[], finished: boolean): Standing {
  const trials = [...Map.groupBy(entries, ({ job }) => job.trial).values()];
  const total = (of: (entry: SweepEntry) => number | undefined) =>
    trials.reduce((sum, jobs) => sum + Math.max(...jobs.map((job) => of(job) ?? 0)), 0);
  const seconds = Math.round(1000 * total((it) => it.seconds)) / 1000; // whatever the jobs' order
  return { steps: total(({ steps }) => steps), seconds, finished };
}

function keyOf({ trial, epochs, configuration }: Job): string {
  return JSON.stringify([trial, epochs, Object.entries(configuration).sort()]);
}
