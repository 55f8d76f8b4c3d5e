import type { Generator } from "lib/random.ts";
import type { Job, Scheduler } from "lib/training/sweeps/scheduler.ts";
import { drawConfiguration, type SearchSpace } from "lib/training/sweeps/search_space.ts";

/** How hard successive halving selects. */
export interface SuccessiveHalvingOptions {
  /** Configurations drawn. */
  readonly trials: number;
  /** Epochs of the first rung. @default 1 */
  readonly minEpochs?: number;
  /** Epochs no trial goes beyond. */
  readonly maxEpochs: number;
  /** One in this many trials of a rung goes on, to this many times its epochs. @default 3 */
  readonly reduction?: number;
}

interface Result {
  readonly job: Job;
  readonly loss: number;
}

/**
 * Asynchronous successive halving (Li et al. 2020, algorithm 2): a trial among the best
 * `1 / reduction` of its rung goes on without waiting for the rung to be complete.
 *
 * Unlike there all trials are drawn before any goes on, since their number is given: fewer go on
 * that a later one would have beaten.
 *
 * @throws {RangeError} when the reduction is below 2 or the epochs are not `1 <= min <= max`
 */
export function successiveHalving(
  space: SearchSpace,
  generator: Generator,
  options: SuccessiveHalvingOptions,
): Scheduler {
  const rungs = rungEpochs(options);
  const { trials, reduction = 3 } = options;
  const configurations = Array.from({ length: trials }, () => drawConfiguration(space, generator));
  const results: Result[][] = rungs.map(() => []);
  const promoted: Set<number>[] = rungs.map(() => new Set());
  let drawn = 0;
  let running = 0;

  function promotable(): Job | undefined {
    for (let rung = rungs.length - 2; rung >= 0; rung--) {
      const ranked = results[rung]!.toSorted((a, b) =>
        a.loss - b.loss || a.job.trial - b.job.trial
      );
      const best = ranked.slice(0, Math.floor(ranked.length / reduction));
      const found = best.find(({ job }) => !promoted[rung]!.has(job.trial));
      if (!found) continue;
      promoted[rung]!.add(found.job.trial);
      return { ...found.job, epochs: rungs[rung + 1]! };
    }
  }

  function draw(): Job | undefined {
    const configuration = configurations[drawn];
    return configuration && { trial: drawn++, configuration, epochs: rungs[0]! };
  }

  return {
    epochs: expectedEpochs(rungs, { trials, reduction }),
    next() {
      const job = draw() ?? promotable();
      if (!job) return running > 0 ? "wait" : "done";
      running++;
      return job;
    },
    report(job, loss) {
      running--;
      results[rungs.indexOf(job.epochs)]!.push({ job, loss: Number.isNaN(loss) ? Infinity : loss });
    },
  };
}

/** Epochs of all rungs, if of each no more go on than of a rung that is complete. */
function expectedEpochs(
  rungs: readonly number[],
  { trials, reduction }: { readonly trials: number; readonly reduction: number },
): number {
  let going = trials;
  return rungs.reduce((sum, epochs, rung) => {
    const before = rungs[rung - 1] ?? 0;
    if (rung > 0) going = Math.floor(going / reduction);
    return sum + going * (epochs - before);
  }, 0);
}

function rungEpochs(options: SuccessiveHalvingOptions): number[] {
  const { minEpochs = 1, maxEpochs, reduction = 3 } = options;
  if (!(reduction >= 2) || !(minEpochs >= 1) || !(maxEpochs >= minEpochs)) {
    throw new RangeError(
      "Cannot halve: expected a reduction of 2 or more and 1 <= minEpochs <= maxEpochs, " +
        `got ${reduction}, ${minEpochs} and ${maxEpochs}`,
    );
  }
  const rungs: number[] = [];
  for (let epochs = minEpochs; epochs <= maxEpochs; epochs *= reduction) rungs.push(epochs);
  return rungs;
}
