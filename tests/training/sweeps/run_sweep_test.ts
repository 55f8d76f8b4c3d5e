import assert from "assert";
import { basename, join } from "node:path";
import { exists } from "lib/files.ts";
import { createGenerator } from "lib/random.ts";
import { openJournal } from "lib/storage/journal.ts";
import { readRunRecord } from "lib/training/runs/run_record.ts";
import { runSweep, type SweepEntry, type SweepOptions } from "lib/training/sweeps/run_sweep.ts";
import type { Job } from "lib/training/sweeps/scheduler.ts";
import { successiveHalving } from "lib/training/sweeps/successive_halving.ts";
import { inFolder } from "../../_in_folder.ts";
import { listFolders } from "../_list_folders.ts";

const SPACE = { x: { kind: "uniform", low: 0, high: 1 } } as const;

const scheduler = (seed = 1) =>
  successiveHalving(SPACE, createGenerator(seed), { trials: 9, maxEpochs: 9 });

const lossOf = (job: Job) => Math.abs(Number(job.configuration.x) - 0.3) + 1 / job.epochs;

const ABOUT = { model: "a model", data: "some texts", recipe: "a sweep" };
const identity = (seed = 1) => ({ kind: "test", seed });

const undisturbed = (folder: string, more: Partial<SweepOptions> = {}) =>
  runSweep(scheduler(), {
    folder,
    identity: identity(),
    about: ABOUT,
    runJob: (job) => Promise.resolve({ validationLoss: lossOf(job) }),
    ...more,
  });

/** The only sweep's folder in a folder of sweeps. */
async function sweepIn(folder: string): Promise<string> {
  const names = await listFolders(folder, /^sweep-[0-9a-f]{12}$/);
  assert.equal(names.length, 1);
  return join(folder, names[0]!);
}

async function callOf(sweep: string): Promise<string | undefined> {
  return (await readRunRecord(sweep))?.call;
}

Deno.test("runSweep() stopped after any job goes on without repeating one", () =>
  inFolder(async (folder) => {
    const whole = await undisturbed(folder);
    assert.ok(whole.length >= 13); // 9, 3 and 1 of the three rungs, or more
    for (let stopAfter = 0; stopAfter < whole.length; stopAfter++) {
      await Deno.remove(folder, { recursive: true });
      const ran: string[] = [];
      const runJob = (limit: number) => (job: Job) => {
        if (ran.length === limit) return Promise.reject(new Error("killed"));
        ran.push(`${job.trial}/${job.epochs}`);
        return Promise.resolve({ validationLoss: lossOf(job) });
      };
      await assert.rejects(undisturbed(folder, { runJob: runJob(stopAfter) }), /killed/);
      const resumed = await undisturbed(folder, { runJob: runJob(Infinity) });
      assert.deepEqual(resumed, whole);
      assert.equal(new Set(ran).size, ran.length);
    }
  }));

Deno.test("runSweep() decides the same jobs whichever worker is faster", () =>
  inFolder(async (folder) => {
    const timed = async (name: string, delayOf: (job: Job) => number) => {
      const entries = await undisturbed(join(folder, name), {
        workers: 3,
        runJob: async (job) => {
          await new Promise((done) => setTimeout(done, delayOf(job)));
          return { validationLoss: lossOf(job) };
        },
      });
      return entries;
    };
    const one = await timed("one", (job) => job.trial % 3);
    assert.deepEqual(await timed("other", (job) => 3 - job.trial % 3), one);
  }));

Deno.test("runSweep() keeps `workers` jobs under way and no more", () =>
  inFolder(async (folder) => {
    let running = 0;
    let most = 0;
    await undisturbed(folder, {
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
  inFolder(async (folder) => {
    const entries = await undisturbed(folder, {
      runJob: (job) =>
        Promise.resolve(
          job.trial === 0 ? { error: "loss is NaN" } : { validationLoss: lossOf(job) },
        ),
    });
    assert.equal(entries[0]!.error, "loss is NaN");
    assert.ok(entries.every(({ job }) => job.trial !== 0 || job.epochs === 1));
  }));

Deno.test("runSweep() tries a job again that something outside ended, and no other", () =>
  inFolder(async (folder) => {
    const failing = (job: Job) => {
      if (job.trial === 0) return Promise.resolve({ error: "killed by SIGKILL", killed: true });
      if (job.trial === 1) return Promise.resolve({ error: "loss is NaN" });
      return Promise.resolve({ validationLoss: lossOf(job) });
    };
    await undisturbed(folder, { runJob: failing });
    const again: number[] = [];
    const entries = await undisturbed(folder, {
      runJob: (job) => {
        again.push(job.trial);
        return Promise.resolve({ validationLoss: lossOf(job) });
      },
    });
    assert.ok(again.includes(0) && !again.includes(1), `tried again: ${again}`);
    assert.equal(entries[0]!.error, undefined);
    assert.equal(entries[1]!.error, "loss is NaN");
  }));

Deno.test("runSweep() says whether it trains anew, goes on or takes a finished sweep as it is", () =>
  inFolder(async (folder) => {
    let jobs = 0;
    const stopping = (job: Job) =>
      jobs++ < 4
        ? Promise.resolve({ validationLoss: lossOf(job) })
        : Promise.reject(new Error("killed"));
    await assert.rejects(undisturbed(folder, { runJob: stopping }), /killed/);
    const sweep = await sweepIn(folder);
    assert.equal(await callOf(sweep), "trains anew");
    const whole = await undisturbed(folder);
    assert.equal(await callOf(sweep), "goes on at job 5");
    const runJob = () => Promise.reject(new Error("run again"));
    assert.deepEqual(await undisturbed(folder, { runJob }), whole);
    assert.equal(await callOf(sweep), "finished before, taken as it is");
    assert.deepEqual((await readRunRecord(sweep))?.identity, identity());
  }));

Deno.test("runSweep() trains another space or seed anew, in a folder of its own", () =>
  inFolder(async (folder) => {
    await undisturbed(folder);
    const ran: Job[] = [];
    const options = {
      folder,
      identity: identity(2),
      about: ABOUT,
      runJob: (job: Job) => {
        ran.push(job);
        return Promise.resolve({ validationLoss: lossOf(job) });
      },
    };
    const entries = await runSweep(scheduler(2), options);
    assert.equal(ran.length, entries.length);
    assert.equal((await listFolders(folder, /^sweep-/)).length, 2);
  }));

Deno.test("runSweep() runs a job whose configuration its journal does not know", () =>
  inFolder(async (folder) => {
    await undisturbed(folder);
    const journal = await openJournal<SweepEntry>(join(await sweepIn(folder), "journal.jsonl"));
    const others = new Set(journal.entries.map(({ job }) => Number(job.configuration.x)));
    const ran: Job[] = [];
    await runSweep(scheduler(2), {
      folder,
      identity: identity(), // as if the caller had forgotten the seed
      about: ABOUT,
      runJob: (job) => {
        ran.push(job);
        return Promise.resolve({ validationLoss: lossOf(job) });
      },
    });
    assert.ok(ran.length >= 13);
    assert.ok(ran.every(({ configuration }) => !others.has(Number(configuration.x))));
  }));

const DAMAGES: Readonly<Record<string, (text: string) => string>> = {
  half: (text) => text.slice(0, text.length / 2),
  empty: () => "",
  altered: (text) => text.replace(/"validationLoss":\d/, '"validationLoss":9'),
  garbage: () => "\u0000\u0001\n\u0002\n",
};

for (const [kind, damage] of Object.entries(DAMAGES)) {
  const withSeconds = (seconds: number) => (job: Job) =>
    Promise.resolve({ validationLoss: lossOf(job), seconds });

  Deno.test(`runSweep() carries out a short sweep again whose journal is ${kind}`, () =>
    inFolder(async (folder) => {
      const whole = await undisturbed(folder, { runJob: withSeconds(2) });
      const path = join(await sweepIn(folder), "journal.jsonl");
      await Deno.writeTextFile(path, damage(await Deno.readTextFile(path)));
      assert.deepEqual(await undisturbed(folder, { runJob: withSeconds(2) }), whole);
      assert.ok(await exists(`${path}.damaged`));
      assert.equal(await callOf(await sweepIn(folder)), "trains anew");
    }));

  Deno.test(`runSweep() leaves a sweep of over ten minutes alone whose journal is ${kind}`, () =>
    inFolder(async (folder) => {
      await undisturbed(folder, { runJob: withSeconds(67) }); // nine trials: 603 seconds
      const sweep = await sweepIn(folder);
      const path = join(sweep, "journal.jsonl");
      const damaged = damage(await Deno.readTextFile(path));
      await Deno.writeTextFile(path, damaged);
      await assert.rejects(undisturbed(folder), {
        name: "DamagedRunError",
        message: new RegExp(
          "journal\\.jsonl: .*10 minutes of training are recorded, so that it was left as it is: " +
            `\`deno task runs --remove ${basename(sweep)}\` removes it`,
        ),
      });
      assert.equal(await Deno.readTextFile(path), damaged);
    }));
}
