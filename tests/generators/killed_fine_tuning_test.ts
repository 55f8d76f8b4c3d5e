import assert from "assert";
import { createFineTuningFake } from "./_fine_tuning_server.ts";
import { fineTune } from "lib/generators/fine_tuning_job.ts";
import { microdollarsIn, optionsAt, withService } from "./_fine_tuning.ts";
import { type ReceivedRequest, type Reply, startChatServer } from "./_chat_server.ts";
import { inFolder } from "../_in_folder.ts";

/** Requests of a run that nothing disturbs. */
async function requestsOfOneRun(): Promise<number> {
  let requests = 0;
  await withService({}, async ({ server, options }) => {
    await fineTune(options);
    requests = server.requests.length;
  });
  return requests;
}

/**
 * Runs a job whose first run ends with its nth request, which the service has or has not done, and
 * then once more.
 */
async function runTwice(n: number, isDone: boolean): Promise<void> {
  const fake = createFineTuningFake();
  let [requests, isFirstRun] = [0, true];
  const instead = (request: ReceivedRequest): Reply => {
    if (!isFirstRun || ++requests < n) return fake.script(request);
    if (requests === n && isDone) fake.script(request);
    return { drop: true };
  };
  await withService({ instead }, async ({ options }) => {
    const where = `${isDone ? "after" : "before"} request ${n}`;
    await assert.rejects(fineTune({ ...options, tries: 1 }), { name: "ChatError" }, where);
    isFirstRun = false;
    const { model, job } = await fineTune(options);
    assert.deepEqual([model, job], ["ft:gpt-4o-mini-2024-07-18:acme::abc", "ftjob-1"], where);
    assert.deepEqual([fake.files.size, fake.uploads(), fake.jobs.size], [2, 2, 1], where);
    assert.deepEqual([...fake.charges], [["ftjob-1", 1234]], where);
    assert.equal(await microdollarsIn(options.budget.ledger), 3702, where);
  });
}

Deno.test("fineTune() makes no second file, job or charge, wherever a run ended before", async () => {
  const requests = await requestsOfOneRun();
  assert.ok(requests >= 10, `${requests}`);
  for (let n = 1; n <= requests; n++) {
    await runTwice(n, false);
    await runTwice(n, true);
  }
});

const CHILD = new URL("./_fine_tuning_child.ts", import.meta.url).pathname;

Deno.test("fineTune() goes on with the job that a killed process has created", async () => {
  const fake = createFineTuningFake();
  const created = Promise.withResolvers<void>();
  let isFirst = true;
  const server = await startChatServer((request) => {
    const reply = fake.script(request);
    if (!isFirst || fake.jobs.size === 0) return reply;
    isFirst = false;
    created.resolve();
    return { hang: true }; // the process waits for the answer when it is killed
  });
  try {
    await inFolder(async (folder) => {
      const args = ["run", "-A", "--no-check", CHILD, server.baseUrl, folder];
      const child = new Deno.Command(Deno.execPath(), { args, stderr: "null" }).spawn();
      await created.promise;
      child.kill("SIGKILL");
      await child.status;
      const { job } = await fineTune(optionsAt(server.baseUrl, folder));
      assert.equal(job, "ftjob-1");
      assert.deepEqual([fake.uploads(), fake.jobs.size], [2, 1]);
      assert.equal(await microdollarsIn(`${folder}/spending.jsonl`), 3702);
    });
  } finally {
    await server.close();
  }
});
