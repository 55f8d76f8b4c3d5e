import assert from "assert";
import { join } from "node:path";
import { createGenerator } from "lib/random.ts";
import { runSweep, type SweepOptions } from "lib/training/sweeps/run_sweep.ts";
import type { Job } from "lib/training/sweeps/scheduler.ts";
import { successiveHalving } from "lib/training/sweeps/successive_halving.ts";

const SPACE = { x: { kind: "uniform", low: 0, high: 1 } } as const;

const scheduler = (seed = 1) =>
  successiveHalving(SPACE, createGenerator(seed), { trials: 9, maxEpochs: 9 });

const lossOf = (job: Job) => Math.abs(Number(job.configuration.x) - 0.3) + 1 / job.epochs;

async function withPath(run: (journalPath: string) => Promise<void>) {
  const folder = await Deno.makeTempDir();
  try {
    await run(join(folder, "sweep.jsonl"));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const undisturbed = (journalPath: string, more: Partial<SweepOptions> = {}) =>
  runSweep(scheduler(), {
    journalPath,
    runJob: (job) => Promise.resolve({ validationLoss: lossOf(job) }),
    ...more,
  });

Deno.test("runSweep() stopped after any job goes on without repeating one", () =>
  withPath(async (journalPath) => {
    const whole = await undisturbed(journalPath);
    assert.ok(whole.length >= 13); // 9, 3 and 1 of the three rungs, or more
    for (let stopAfter = 0; stopAfter < whole.length; stopAfter++) {
      await Deno.remove(journalPath);
      const ran: string[] = [];
      const runJob = (limit: number) => (job: Job) => {
        if (ran.length === limit) return Promise.reject(new Error("killed"));
        ran.push(`${job.trial}/${job.epochs}`);
        return Promise.resolve({ validationLoss: lossOf(job) });
      };
      await assert.rejects(undisturbed(journalPath, { runJob: runJob(stopAfter) }), /killed/);
      const resumed = await undisturbed(journalPath, { runJob: runJob(Infinity) });
      assert.deepEqual(resumed, whole);
      assert.equal(new Set(ran).size, ran.length);
    }
  }));

Deno.test("runSweep() decides the same jobs whichever worker is faster", () =>
  withPath(async (journalPath) => {
    const timed = async (delayOf: (job: Job) => number) => {
      const entries = await undisturbed(journalPath, {
        workers: 3,
        runJob: async (job) => {
          await new Promise((done) => setTimeout(done, delayOf(job)));
          return { validationLoss: lossOf(job) };
        },
      });
      await Deno.remove(journalPath);
      return entries;
    };
    assert.deepEqual(await timed((job) => job.trial % 3), await timed((job) => 3 - job.trial % 3));
  }));

Deno.test("runSweep() keeps `workers` jobs under way and no more", () =>
  withPath(async (journalPath) => {
    let running = 0;
    let most = 0;
    await undisturbed(journalPath, {
      workers: 2,
      runJob: async (job) => {
        most = Math.max(most, ++running);
        await new Promise((done) => setTimeout(done, 1));
        running--;
        return { validationLoss: lossOf(job) };
      },
    });
    assert.equal(most, 2);
  }));

Deno.test("runSweep() records a failed job with its reason and goes on", () =>
  withPath(async (journalPath) => {
    const entries = await undisturbed(journalPath, {
      runJob: (job) =>
        Promise.resolve(
          job.trial === 0 ? { error: "loss is NaN" } : { validationLoss: lossOf(job) },
        ),
    });
    assert.equal(entries[0]!.error, "loss is NaN");
    assert.ok(entries.every(({ job }) => job.trial !== 0 || job.epochs === 1));
  }));

Deno.test("runSweep() refuses a journal of another sweep", () =>
  withPath(async (journalPath) => {
    await undisturbed(journalPath);
    const runJob = () => Promise.resolve({ validationLoss: 1 });
    await assert.rejects(runSweep(scheduler(2), { journalPath, runJob }), {
      name: "TypeError",
      message: /trial 0 is recorded with .* expected .* use another path/,
    });
  }));
