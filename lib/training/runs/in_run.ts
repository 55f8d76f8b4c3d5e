import { basename } from "node:path";
import { say } from "lib/progress.ts";
import { digestOf } from "lib/storage/digest.ts";
import { keepIfPossible } from "lib/storage/keeping.ts";
import { keyedPath } from "lib/storage/keyed_folder.ts";
import { goesBeyond } from "lib/training/_kept_run.ts";
import { holdFolder } from "lib/training/runs/hold_folder.ts";
import { nameOldRuns } from "lib/training/runs/old_runs.ts";
import {
  mendRunRecord,
  type RunAbout,
  type RunRecord,
  writeRunRecord,
} from "lib/training/runs/run_record.ts";
import { type TrainedRun, trainingVersions } from "lib/training/runs/trainer_version.ts";
import type { RunWatch, Standing } from "lib/training/train_options.ts";

/** A run that is about to be trained, gone on with or taken as it is. */
export interface RunPlan {
  /** A readable start of its folder's name. */
  readonly name: string;
  /** All that decides its numbers: an explicit list of data under stable names. */
  readonly identity: Readonly<Record<string, unknown>>;
  readonly about: RunAbout;
  /** Epochs of the whole run. */
  readonly epochs: number;
  /** Epochs after which to stop for now. @default epochs */
  readonly untilEpoch?: number;
}

/** A run's folder, open for training. */
export interface OpenRun {
  readonly run: TrainedRun;
  /** To be handed to `train`. */
  readonly watch: RunWatch;
  /** What its `run.json` said before. */
  readonly before?: RunRecord;
}

/**
 * Works in the folder of `parent` that belongs to a run, `name-<digest>`, while other processes wait;
 * `run.json` in it spells out what the run is and how it stands.
 *
 * A run that was trained further than is asked for is left alone: its numbers are later ones, so that
 * the request has a folder of its own.
 */
export async function inRun<T>(
  parent: string,
  plan: RunPlan,
  work: (run: OpenRun) => Promise<T>,
): Promise<T> {
  await nameOldRuns(parent);
  const { name, identity, epochs, untilEpoch = epochs } = plan;
  const folder = keyedPath(parent, plan);
  const done = await holdFolder(folder, async () => {
    if (untilEpoch < epochs && await goesBeyond(folder, untilEpoch)) return undefined;
    return { result: await work(await openRun(folder, plan)) };
  });
  if (done) return done.result;
  const stopped = { ...plan, identity: { ...identity, untilEpoch } };
  const own = keyedPath(parent, { name, identity: stopped.identity });
  return await holdFolder(own, async () => await work(await openRun(own, stopped)));
}

/** Opens the folder of a run that this process holds, for `run.json` to be kept. */
export async function openRun(
  folder: string,
  { identity, about }: Pick<RunPlan, "identity" | "about">,
): Promise<OpenRun> {
  const digest = digestOf(identity);
  const before = await mendRunRecord(folder);
  const now = () => new Date().toISOString();
  let [call, createdAt] = ["", now()];
  const record = ({ steps, seconds, finished }: Standing) =>
    keepIfPossible(() =>
      writeRunRecord(folder, {
        digest,
        ...about,
        createdAt,
        usedAt: now(),
        call,
        ...{ finished, steps, seconds, identity },
      })
    );
  return {
    run: { ...trainingVersions(), digest, folder },
    before,
    watch: {
      async opened(does, standing) {
        call = does;
        if (before && standing.steps > 0) createdAt = before.createdAt;
        say(`${basename(folder)}: ${call}`);
        await record(standing);
      },
      async ended(standing) {
        await record(standing);
      },
    },
  };
}
