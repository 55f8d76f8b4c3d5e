import assert from "assert";
import fc from "fast-check";
import { createGenerator } from "lib/random.ts";
import { randomSearch } from "lib/training/sweeps/random_search.ts";
import type { Job, Scheduler } from "lib/training/sweeps/scheduler.ts";
import { successiveHalving } from "lib/training/sweeps/successive_halving.ts";

const SPACE = { x: { kind: "uniform", low: 0, high: 1 } } as const;

/** Runs every job at once; the loss falls with epochs and is best at x = 0.3. */
function carryOut(scheduler: Scheduler, loss = lossOf): Job[] {
  const jobs: Job[] = [];
  for (let job = scheduler.next(); typeof job === "object"; job = scheduler.next()) {
    jobs.push(job);
    scheduler.report(job, loss(job));
  }
  return jobs;
}

function lossOf({ configuration, epochs }: Job): number {
  return (Number(configuration.x) - 0.3) ** 2 + 1 / epochs;
}

Deno.test("successiveHalving() trains 9, 3 and 1 of nine trials for 1, 3 and 9 epochs", () => {
  const jobs = carryOut(successiveHalving(SPACE, createGenerator(1), { trials: 9, maxEpochs: 9 }));
  const count = (epochs: number) => jobs.filter((job) => job.epochs === epochs).length;
  assert.deepEqual([count(1), count(3), count(9)], [9, 3, 1]);
  assert.equal(
    successiveHalving(SPACE, createGenerator(1), { trials: 9, maxEpochs: 9 }).epochs,
    9 * 1 + 3 * 2 + 1 * 6,
  );
});

Deno.test("successiveHalving() lets the best third go on, the best of them to the end", () => {
  const losses = [0.5, 0.2, 0.9, 0.8, 0.1, 0.7, 0.6, 0.3, 0.4]; // by trial
  const scheduler = successiveHalving(SPACE, createGenerator(1), { trials: 9, maxEpochs: 9 });
  const jobs = carryOut(scheduler, ({ trial }) => losses[trial]!);
  assert.deepEqual(jobs.slice(9).map(({ trial, epochs }) => [trial, epochs]), [
    [4, 3],
    [1, 3],
    [7, 3],
    [4, 9],
  ]);
});

Deno.test("successiveHalving() promotes before a slow trial of the rung has ended", () => {
  const scheduler = successiveHalving(SPACE, createGenerator(1), { trials: 4, maxEpochs: 3 });
  const jobs = Array.from({ length: 4 }, () => scheduler.next() as Job);
  jobs.slice(0, 3).forEach((job, i) => scheduler.report(job, [0.5, 0.2, 0.9][i]!));
  const promoted = scheduler.next() as Job; // while trial 3 still runs
  assert.deepEqual([promoted.trial, promoted.epochs], [1, 3]);
});

Deno.test("successiveHalving() waits for running jobs only when nothing else can start", () => {
  const scheduler = successiveHalving(SPACE, createGenerator(1), { trials: 3, maxEpochs: 3 });
  const jobs = [scheduler.next(), scheduler.next(), scheduler.next()] as Job[];
  assert.equal(scheduler.next(), "wait");
  jobs.forEach((job, i) => scheduler.report(job, i));
  const last = scheduler.next() as Job;
  assert.deepEqual([last.trial, last.epochs], [0, 3]);
  assert.equal(scheduler.next(), "wait");
  scheduler.report(last, 0);
  assert.equal(scheduler.next(), "done");
});

Deno.test("successiveHalving() ranks NaN last", () => {
  const scheduler = successiveHalving(SPACE, createGenerator(1), { trials: 3, maxEpochs: 3 });
  const jobs = carryOut(scheduler, (job) => job.trial === 1 ? 0.5 : NaN);
  assert.deepEqual(jobs.filter((job) => job.epochs === 3).map((job) => job.trial), [1]);
});

Deno.test("successiveHalving() ends with every trial drawn, none promoted twice", () => {
  fc.assert(fc.property(fc.nat(), fc.integer({ min: 1, max: 40 }), (seed, trials) => {
    const jobs = carryOut(
      successiveHalving(SPACE, createGenerator(seed), { trials, maxEpochs: 9 }),
    );
    const keys = jobs.map((job) => `${job.trial}/${job.epochs}`);
    assert.equal(new Set(keys).size, keys.length);
    assert.equal(jobs.filter((job) => job.epochs === 1).length, trials);
  }));
});

Deno.test("successiveHalving() draws the configurations random search draws from the same seed", () => {
  const halved = carryOut(
    successiveHalving(SPACE, createGenerator(4), { trials: 9, maxEpochs: 9 }),
  );
  const random = carryOut(randomSearch(SPACE, createGenerator(4), { trials: 9, epochs: 9 }));
  const first = halved.filter((job) => job.epochs === 1).map((job) => job.configuration);
  assert.deepEqual(first, random.map((job) => job.configuration));
  assert.ok(random.every((job) => job.epochs === 9));
});

Deno.test("randomSearch() trains as many epochs as a configuration names", () => {
  const space = { epochs: { kind: "choice", values: [3, 5, 10] } } as const;
  const scheduler = randomSearch(space, createGenerator(1), { trials: 20, epochs: 1 });
  const jobs = carryOut(scheduler, () => 0);
  assert.ok(jobs.every((job) => job.epochs === job.configuration.epochs));
  assert.equal(scheduler.epochs, jobs.reduce((sum, { epochs }) => sum + epochs, 0));
  assert.equal(jobs.length, 20);
});

Deno.test("successiveHalving() refuses settings that cannot halve", () => {
  const make = (options: { reduction?: number; minEpochs?: number; maxEpochs: number }) => () =>
    successiveHalving(SPACE, createGenerator(1), { trials: 1, ...options });
  assert.throws(make({ maxEpochs: 9, reduction: 1 }), {
    name: "RangeError",
    message: /expected a reduction of 2 or more and 1 <= minEpochs <= maxEpochs, got 1, 1 and 9/,
  });
  assert.throws(make({ minEpochs: 4, maxEpochs: 3 }), RangeError);
});

Deno.test("successiveHalving() finds random search's best with a third of its epochs where early losses rank trials", () => {
  // Losses fall as 1 / epochs towards a floor that the configuration decides.
  const spent = (jobs: readonly Job[]) =>
    [...Map.groupBy(jobs, ({ trial }) => trial).values()]
      .reduce((sum, all) => sum + Math.max(...all.map(({ epochs }) => epochs)), 0);
  const best = (jobs: readonly Job[]) => Math.min(...jobs.map(lossOf));
  fc.assert(fc.property(fc.nat(), (seed) => {
    const halved = carryOut(
      successiveHalving(SPACE, createGenerator(seed), { trials: 9, maxEpochs: 9 }),
    );
    const random = carryOut(randomSearch(SPACE, createGenerator(seed), { trials: 9, epochs: 9 }));
    assert.ok(spent(halved) <= spent(random) / 3);
    assert.equal(best(halved), best(random));
  }));
});
