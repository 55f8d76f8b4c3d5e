import assert from "assert";
import { join } from "node:path";
import { checkFineTuningFile } from "lib/generators/fine_tuning_file.ts";
import { cancelFineTuning, fineTune } from "lib/generators/fine_tuning_job.ts";
import { tokenCounterFor } from "lib/generators/token_counter.ts";
import { apiError, type ReceivedRequest } from "./_chat_server.ts";
import {
  countOf,
  microdollarsIn,
  stop,
  TRAINING,
  VALIDATION,
  withService,
} from "./_fine_tuning.ts";
import { createFineTuningFake } from "./_fine_tuning_server.ts";
import { KEY } from "./_scoring.ts";

const STATUSES = ["validating_files", "queued", "running", "running", "succeeded"];
const TUNED = "ft:gpt-4o-mini-2024-07-18:acme::abc";

const isCreation = ({ method, path }: ReceivedRequest) =>
  method === "POST" && path === "/v1/fine_tuning/jobs";

Deno.test("fineTune() uploads, creates, follows and returns the model with its losses", () =>
  withService({ statuses: STATUSES }, async ({ server, options, waits }) => {
    const tuned = await fineTune({ ...options, suffix: "viral", epochs: 2, pollMs: 5000 });
    assert.deepEqual(tuned, {
      job: "ftjob-1",
      model: TUNED,
      trainedTokens: 1234,
      lossCurve: [
        { step: 1, trainingLoss: 2.5, validationLoss: 2.6 },
        { step: 2, trainingLoss: 1.5 },
        { step: 3, trainingLoss: 0.5, validationLoss: 0.75 },
      ],
    });
    assert.deepEqual(waits, [5000, 5000, 5000, 5000]);
    const uploads = server.requests.filter(({ method, path }) =>
      method === "POST" && path === "/v1/files"
    );
    assert.equal(uploads.length, 2);
    assert.ok(uploads[0]!.text.includes(TRAINING) && uploads[0]!.text.includes("fine-tune"));
    assert.deepEqual(server.requests.find(isCreation)!.body, {
      model: "gpt-4o-mini",
      training_file: "file-1",
      validation_file: "file-2",
      suffix: "viral",
      seed: 0,
      method: { type: "supervised", supervised: { hyperparameters: { n_epochs: 2 } } },
    });
  }));

Deno.test("fineTune() goes on with the same job after it was stopped", () =>
  withService({ statuses: STATUSES }, async ({ fake, options }) => {
    await assert.rejects(fineTune({ ...options, sleep: stop }), { message: "Stopped" });
    const kept = await Deno.readTextFile(options.statePath);
    assert.equal(JSON.parse(kept).content.job, "ftjob-1");
    assert.ok(!kept.includes(KEY));
    assert.equal((await fineTune(options)).model, TUNED);
    assert.deepEqual([fake.uploads(), fake.jobs.size], [2, 1]);
  }));

Deno.test("fineTune() repeats a finished job without a call", () =>
  withService({}, async ({ server, options }) => {
    const tuned = await fineTune(options);
    const requests = server.requests.length;
    assert.deepEqual(await fineTune(options), tuned);
    assert.equal(server.requests.length, requests);
  }));

Deno.test("fineTune() finds the job of the same files at the service when its state is lost", () =>
  withService({ pageSize: 1 }, async ({ fake, options }) => {
    const tuned = await fineTune(options);
    await fineTune({ ...options, model: "gpt-4.1", statePath: `${options.statePath}.other` });
    await Deno.remove(options.statePath);
    assert.deepEqual(await fineTune(options), tuned); // on the second page of both lists
    assert.deepEqual([fake.uploads(), fake.jobs.size], [2, 2]);
    assert.equal(await microdollarsIn(options.budget.ledger), 2 * 3702);
  }));

Deno.test("fineTune() takes no job for its own that differs, has failed or was cancelled", () =>
  withService({ statuses: ["succeeded"] }, async ({ fake, options }) => {
    const others = [
      { epochs: 2 },
      { seed: 7 },
      { model: "gpt-4.1" },
      { validation: undefined },
      { training: TRAINING + TRAINING },
    ];
    for (const [i, other] of others.entries()) {
      await fineTune({ ...options, ...other, statePath: `${options.statePath}.${i}` });
    }
    assert.equal(fake.jobs.size, 5);
    await fineTune(options);
    assert.equal(fake.jobs.size, 6);
    assert.equal(fake.uploads(), 3); // equal files are shared
  }));

Deno.test("fineTune() starts another job where the one of the same files has failed", () => {
  const error = { code: "invalid_training_file", message: "Too many duplicates" };
  return withService({ statuses: ["failed"], error }, async ({ fake, options }) => {
    await assert.rejects(fineTune(options), { name: "FineTuningError" });
    await assert.rejects(fineTune(options), { name: "FineTuningError" });
    assert.equal(fake.jobs.size, 1);
    await Deno.remove(options.statePath);
    await assert.rejects(fineTune(options), { name: "FineTuningError" });
    assert.deepEqual([fake.jobs.size, fake.uploads()], [2, 2]);
  });
});

Deno.test("fineTune() creates no second job when the answer to the first got lost", () => {
  const fake = createFineTuningFake();
  let lost = false;
  const instead = (request: ReceivedRequest) => {
    const reply = fake.script(request);
    if (lost || !isCreation(request)) return reply;
    lost = true;
    return { drop: true as const }; // the job is made, its answer is not sent
  };
  return withService({ instead }, async ({ server, options }) => {
    assert.equal((await fineTune(options)).job, "ftjob-1");
    assert.equal(countOf(server, "POST", "/v1/fine_tuning/jobs"), 1);
    assert.equal(fake.jobs.size, 1);
  });
});

Deno.test("fineTune() uploads no second file when the answer to the first got lost", () => {
  const fake = createFineTuningFake();
  let lost = false;
  const instead = (request: ReceivedRequest) => {
    const reply = fake.script(request);
    if (lost || request.method !== "POST") return reply;
    lost = true;
    return { drop: true as const };
  };
  return withService({ instead }, async ({ options }) => {
    await fineTune(options);
    assert.deepEqual([fake.uploads(), fake.files.size], [2, 2]);
  });
});

Deno.test("fineTune() waits for a file that is still being processed and for a busy service", () => {
  let [uploads, creations] = [0, 0];
  const instead = (request: ReceivedRequest) => {
    const isUpload = request.method === "POST" && request.path === "/v1/files";
    if (isUpload && uploads++ === 0) return apiError(503, { message: "Busy" });
    if (!isCreation(request) || creations++ > 0) return undefined;
    return apiError(400, { message: "File 'file-1' is still being processed" });
  };
  return withService({ statuses: ["succeeded"], instead }, async ({ options, waits }) => {
    assert.equal((await fineTune(options)).job, "ftjob-1");
    assert.equal(waits.length, 2);
  });
});

Deno.test("fineTune() reads a service that sends JSON as plain text", () => {
  const fake = createFineTuningFake();
  const instead = (request: ReceivedRequest) => ({
    ...fake.script(request),
    headers: { "content-type": "text/plain; charset=utf-8" },
  });
  return withService({ instead }, async ({ options }) => {
    const { job, model, lossCurve } = await fineTune(options);
    assert.deepEqual([job, model, lossCurve.length], ["ftjob-1", TUNED, 3]);
    await Deno.remove(options.statePath);
    assert.equal((await fineTune(options)).job, "ftjob-1");
    assert.deepEqual([fake.jobs.size, fake.uploads()], [1, 2]);
  });
});

Deno.test("fineTune() does without lists of files, events and losses", () => {
  const instead = ({ method, path }: ReceivedRequest) =>
    method === "GET" && /files\?|events|content/.test(path)
      ? apiError(404, { message: "Not found" })
      : undefined;
  return withService({ instead }, async ({ options }) => {
    const { model, lossCurve } = await fineTune(options);
    assert.deepEqual([model, lossCurve], [TUNED, []]);
  });
});

Deno.test("fineTune() reads a list once whose pages are all the same", () => {
  const page = { object: "list", data: [{ id: "file-9", filename: "other" }], has_more: true };
  const instead = ({ method, path }: ReceivedRequest) =>
    method === "GET" && path.includes("/files?") ? { body: page } : undefined;
  return withService({ instead }, async ({ server, options }) => {
    assert.equal((await fineTune(options)).model, TUNED);
    const listed = server.requests.filter(({ path }) => path.includes("/files?"));
    assert.equal(listed.length, 4); // two pages for each of both files
  });
});

Deno.test("fineTune() tells why a job failed and how to start another", () => {
  const error = { code: "invalid_training_file", message: "Too many duplicates" };
  return withService({ statuses: ["running", "failed"], error }, async ({ options }) => {
    await assert.rejects(fineTune(options), {
      name: "FineTuningError",
      message:
        /^The job ftjob-1 has failed: Too many duplicates\nFine-tune the local GPT-2 ins.* To start another job of the same files, remove job\.json beside the training file\.$/,
    });
  });
});

Deno.test("fineTune() checks both files before it sends any", () =>
  withService({}, async ({ server, options }) => {
    await assert.rejects(fineTune({ ...options, training: VALIDATION }), {
      name: "SyntaxError",
      message: "Cannot fine-tune gpt-4o-mini on the training file, 1 problems: " +
        "expected at least 10 examples, got 2",
    });
    await assert.rejects(fineTune({ ...options, validation: "x\n" }), {
      message: /^Cannot fine-tune gpt-4o-mini on the validation file, 1 problems: line 1: expected/,
    });
    assert.equal(server.requests.length, 0);
  }));

Deno.test("fineTune() sets all epochs aside before the job, and charges what was trained after it", () =>
  withService({}, async ({ options }) => {
    const counter = await tokenCounterFor("gpt-4o-mini");
    const { tokens } = checkFineTuningFile(TRAINING, { counter });
    const { ledger } = options.budget;
    await assert.rejects(fineTune({ ...options, epochs: 4, sleep: stop }), { message: "Stopped" });
    assert.equal(await microdollarsIn(ledger), 4 * tokens * 3);
    await fineTune({ ...options, epochs: 4 });
    assert.equal(await microdollarsIn(ledger), 3702); // 1,234 tokens at 3 dollars a million
  }));

Deno.test("fineTune() tells before anything is sent what training costs at most, once a job", () =>
  withService({}, async ({ server, options }) => {
    const told: string[] = [];
    const tell = (sentence: string) => told.push(`${server.requests.length}: ${sentence}`);
    const budget = { ...options.budget, trainingPrice: 1000 };
    const counter = await tokenCounterFor("gpt-4o-mini");
    const tokens = 2 * checkFineTuningFile(TRAINING, { counter }).tokens;
    const run = { ...options, tell, epochs: 2, budget: { ...budget, limitDollars: 10 } };
    await assert.rejects(fineTune({ ...run, sleep: stop }), { message: "Stopped" });
    await fineTune(run);
    assert.deepEqual(told, [
      `0: Training gpt-4o-mini on ${tokens} tokens in 2 epochs costs at most ` +
      `$${(tokens / 1000).toFixed(4)}, unless the service knows a job of the same files`,
    ]);
  }));

Deno.test("fineTune() charges all that was set aside where the service tells no count", () =>
  withService({ trainedTokens: null }, async ({ options }) => {
    const counter = await tokenCounterFor("gpt-4o-mini");
    const { tokens } = checkFineTuningFile(TRAINING, { counter });
    await fineTune(options);
    assert.equal(await microdollarsIn(options.budget.ledger), 3 * tokens * 3);
  }));

Deno.test("fineTune() sends nothing when training may cost more than is left", () =>
  withService({}, async ({ server, options }) => {
    const counter = await tokenCounterFor("gpt-4o-mini");
    const { tokens } = checkFineTuningFile(TRAINING, { counter });
    const limitDollars = 3 * tokens * 3e-6;
    const { ledger } = options.budget;
    const budget = { ...options.budget, limitDollars: limitDollars - 1e-8 };
    await assert.rejects(fineTune({ ...options, budget }), {
      name: "SpendingLimitError",
      message: new RegExp(
        `^Training on ${3 * tokens} tokens may cost \\$0\\.00\\d\\d, more than is`,
      ),
    });
    assert.equal(server.requests.length, 0);
    assert.equal(await microdollarsIn(ledger), 0);
    await fineTune({ ...options, budget: { ...budget, limitDollars } });
  }));

Deno.test("fineTune() does a job once when two runs want it at a time", () =>
  withService({ statuses: STATUSES }, async ({ fake, options }) => {
    const [first, second] = await Promise.all([fineTune(options), fineTune(options)]);
    assert.deepEqual(first, second);
    assert.deepEqual([fake.uploads(), fake.jobs.size], [2, 1]);
  }));

Deno.test("fineTune() tells OpenAI's closing dates first, and from 2027-01-06 on does nothing there", () =>
  withService({}, async ({ options }) => {
    const keys: number[] = [];
    const atOpenAi = {
      ...options,
      baseUrl: "https://api.openai.com/v1",
      apiKey: () => `${keys.push(1)}`, // without a key nothing can have been sent
    };
    const tell = (sentence: string) => {
      throw new Error(sentence);
    };
    const before = { ...atOpenAi, tell, today: () => new Date("2026-11-28T12:00:00Z") };
    await assert.rejects(fineTune(before), { message: /2026-05-07.*2026-07-02.*2027-01-06/ });
    const after = { ...atOpenAi, tell, today: () => new Date("2027-01-06T00:00:00Z") };
    await assert.rejects(fineTune(after), {
      name: "FineTuningError",
      message: /^OpenAI takes no fine-tuning job since 2027-01-06, so nothing was sent/,
    });
    assert.equal(keys.length, 0);
    const told: string[] = [];
    await fineTune({ ...options, tell: (it) => told.push(it), today: after.today });
    assert.ok(!/clos/.test(told.join()), told.join()); // another address has no such dates
  }));

Deno.test("fineTune() refuses a state file of another job", () =>
  withService({}, async ({ options }) => {
    await fineTune(options);
    await assert.rejects(fineTune({ ...options, epochs: 9 }), {
      name: "TypeError",
      message:
        /^Cannot go on with the job in .*job\.json: it was started with another model, file or/,
    });
  }));

Deno.test("fineTune() goes on with a state file of the older form", () =>
  withService({ statuses: STATUSES }, async ({ fake, options }) => {
    await assert.rejects(fineTune({ ...options, sleep: stop }), { message: "Stopped" });
    const { content } = JSON.parse(await Deno.readTextFile(options.statePath));
    await Deno.writeTextFile(options.statePath, JSON.stringify(content, null, 2));
    assert.equal((await fineTune(options)).job, "ftjob-1");
    assert.equal(fake.jobs.size, 1);
  }));

Deno.test("fineTune() starts no job while its state file is damaged, leaves it and says what to do", () =>
  withService({ statuses: ["running"] }, async ({ server, options }) => {
    await assert.rejects(fineTune({ ...options, sleep: stop }), { message: "Stopped" });
    const { statePath } = options;
    const whole = await Deno.readTextFile(statePath);
    const asked = server.requests.length;
    const damages: Record<string, [string, RegExp]> = {
      half: [whole.slice(0, whole.length / 2), /expected JSON, got/],
      empty: ["", /expected JSON, got nothing/],
      altered: [whole.replace("ftjob-1", "ftjob-7"), /expected content of SHA-256/],
      "another file": ['{"a":1}', /expected the digest and ids of a job/],
      "a lost id": [whole.replace('"sha256"', '"sha257"'), /expected the digest and ids/],
    };
    for (const [name, [content, problem]] of Object.entries(damages)) {
      await Deno.writeTextFile(statePath, content);
      for (const use of [fineTune, cancelFineTuning]) {
        await assert.rejects(use(options), (error: Error) => {
          assert.equal(error.name, "SyntaxError", name);
          assert.match(error.message, problem, name);
          assert.ok(error.message.startsWith(`Cannot read ${statePath}: `), name);
          assert.match(error.message, /it stays as it is: put back a copy of it, or remove/);
          return true;
        });
      }
      assert.equal(await Deno.readTextFile(statePath), content, name);
    }
    assert.equal(server.requests.length, asked);
  }));

Deno.test("fineTune() sends nothing while its state file cannot be written", () =>
  withService({}, async ({ server, options }) => {
    await Deno.writeTextFile(options.statePath, ""); // stands where a folder is expected
    await assert.rejects(fineTune({ ...options, statePath: join(options.statePath, "job.json") }), {
      name: "UnwritableError",
      message: `Cannot write to ${options.statePath}: a file stands where a folder is expected`,
    });
    assert.equal(server.requests.length, 0);
  }));

Deno.test("cancelFineTuning() cancels the job of a state file", () =>
  withService({ statuses: ["running"] }, async ({ server, options }) => {
    await assert.rejects(cancelFineTuning(options), {
      name: "NotFound",
      message: /^Cannot cancel: no job is known in .*job\.json$/,
    });
    await assert.rejects(fineTune({ ...options, sleep: stop }), { message: "Stopped" });
    assert.equal(await cancelFineTuning(options), "cancelled");
    assert.equal(countOf(server, "POST", "/v1/fine_tuning/jobs/ftjob-1/cancel"), 1);
  }));
