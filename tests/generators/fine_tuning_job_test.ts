import assert from "assert";
import { join } from "node:path";
import {
  cancelFineTuning,
  fineTune,
  type FineTuningOptions,
} from "lib/generators/fine_tuning_job.ts";
import { fineTuningFile } from "lib/generators/fine_tuning_file.ts";
import {
  apiError,
  type ChatServer,
  type ReceivedRequest,
  startChatServer,
} from "./_chat_server.ts";
import { type FineTuningScript, fineTuningScript } from "./_fine_tuning_server.ts";
import { KEY } from "./_scoring.ts";
import { inFolder } from "../_in_folder.ts";

const TRAINING = fineTuningFile(Array.from({ length: 10 }, (_, i) => ({
  messages: [{ role: "user", content: `Clip ${i}` }],
  scores: { virality: i / 10, engagement: 0.5 },
})));
const VALIDATION = TRAINING.split("\n").slice(0, 2).join("\n");

type Test = (server: ChatServer, options: FineTuningOptions, waits: number[]) => Promise<void>;

async function withService(script: FineTuningScript, test: Test) {
  const server = await startChatServer(fineTuningScript(script));
  try {
    await inFolder(async (folder) => {
      const waits: number[] = [];
      const options = {
        baseUrl: server.baseUrl,
        apiKey: () => KEY,
        model: "gpt-4o-mini",
        training: TRAINING,
        validation: VALIDATION,
        statePath: join(folder, "job.json"),
        sleep: (ms: number) => Promise.resolve(waits.push(ms)),
      };
      await test(server, options, waits);
    });
  } finally {
    await server.close();
  }
}

const countOf = (server: ChatServer, method: string, path: string) =>
  server.requests.filter((it) => it.method === method && it.path === path).length;

const STATUSES = ["validating_files", "queued", "running", "running", "succeeded"];

Deno.test("fineTune() uploads, creates, follows and returns the model with its losses", () =>
  withService({ statuses: STATUSES }, async (server, options, waits) => {
    const tuned = await fineTune({ ...options, suffix: "viral", epochs: 2, pollMs: 5000 });
    assert.deepEqual(tuned, {
      job: "ftjob-1",
      model: "ft:gpt-4o-mini:org::abc",
      trainedTokens: 1234,
      lossCurve: [
        { step: 1, trainingLoss: 2.5, validationLoss: 2.6 },
        { step: 2, trainingLoss: 1.5 },
        { step: 3, trainingLoss: 0.5, validationLoss: 0.75 },
      ],
    });
    assert.deepEqual(waits, [5000, 5000, 5000, 5000]);
    const uploads = server.requests.filter(({ path }) => path === "/v1/files");
    assert.equal(uploads.length, 2);
    assert.ok(uploads[0]!.text.includes(TRAINING) && uploads[0]!.text.includes("fine-tune"));
    const created = server.requests.find((it) =>
      it.method === "POST" && it.path === "/v1/fine_tuning/jobs"
    );
    assert.deepEqual(created!.body, {
      model: "gpt-4o-mini",
      training_file: "file-1",
      validation_file: "file-2",
      suffix: "viral",
      seed: 0,
      method: { type: "supervised", supervised: { hyperparameters: { n_epochs: 2 } } },
    });
  }));

Deno.test("fineTune() goes on with the same job after it was stopped", () =>
  withService({ statuses: STATUSES }, async (server, options) => {
    const stop = () => Promise.reject(new Error("Stopped"));
    await assert.rejects(fineTune({ ...options, sleep: stop }), { message: "Stopped" });
    const kept = await Deno.readTextFile(options.statePath);
    assert.equal(JSON.parse(kept).content.job, "ftjob-1");
    assert.ok(!kept.includes(KEY));
    assert.equal((await fineTune(options)).model, "ft:gpt-4o-mini:org::abc");
    assert.equal(countOf(server, "POST", "/v1/files"), 2);
    assert.equal(countOf(server, "POST", "/v1/fine_tuning/jobs"), 1);
  }));

Deno.test("fineTune() creates no second job when the answer to the first got lost", () => {
  let lost = false;
  const service = { statuses: STATUSES };
  const serve = fineTuningScript(service);
  const instead = (request: ReceivedRequest) => {
    if (lost || request.method !== "POST" || request.path !== "/v1/fine_tuning/jobs") {
      return serve(request);
    }
    lost = true;
    serve(request); // the job is made, its answer is not sent
    return { drop: true as const };
  };
  return withService({ ...service, instead }, async (server, options) => {
    assert.equal((await fineTune(options)).job, "ftjob-1");
    assert.equal(countOf(server, "POST", "/v1/fine_tuning/jobs"), 1);
  });
});

Deno.test("fineTune() waits for a file that is still being processed and for a busy service", () => {
  let [uploads, creations] = [0, 0];
  const instead = ({ path, method }: ReceivedRequest) => {
    if (path.endsWith("/files") && uploads++ === 0) return apiError(503, { message: "Busy" });
    if (method !== "POST" || !path.endsWith("/jobs") || creations++ > 0) return undefined;
    return apiError(400, { message: "File 'file-1' is still being processed" });
  };
  return withService({ statuses: ["succeeded"], instead }, async (_, options, waits) => {
    assert.equal((await fineTune(options)).job, "ftjob-1");
    assert.equal(waits.length, 2);
  });
});

Deno.test("fineTune() shows a refusal in the server's own words with what can be done", () => {
  const refusals: [number, Parameters<typeof apiError>[1], RegExp][] = [
    [
      403,
      { message: "Fine-tuning is not available to your organization." },
      /closed to this account/,
    ],
    [
      404,
      { message: "Model gpt-9 does not exist", code: "model_not_found" },
      /name one that it does/,
    ],
    [400, { message: "Model gpt-9 is not available for fine-tuning" }, /name one that it does/],
    [429, { message: "You exceeded your quota", code: "insufficient_quota" }, /no credit or quota/],
    [401, { message: `Incorrect API key provided: ${KEY}` }, /check OPENAI_API_KEY/],
  ];
  const test = ([status, error, advice]: typeof refusals[number]) => {
    const instead = ({ method, path }: ReceivedRequest) =>
      method === "POST" && path.endsWith("/jobs") ? apiError(status, error) : undefined;
    return withService({ statuses: [], instead }, async (_, options) => {
      await assert.rejects(fineTune(options), (failure: Error) => {
        assert.equal(failure.name, "FineTuningError");
        assert.ok(failure.message.includes(error.message.replace(KEY, "[key]")), failure.message);
        assert.match(failure.message, advice);
        return !Deno.inspect(failure).includes(KEY);
      });
    });
  };
  return refusals.reduce((before, it) => before.then(() => test(it)), Promise.resolve());
});

Deno.test("fineTune() tells why a job failed", () => {
  const error = { code: "invalid_training_file", message: "Too many duplicates" };
  return withService({ statuses: ["running", "failed"], error }, async (_, options) => {
    await assert.rejects(fineTune(options), {
      name: "FineTuningError",
      message:
        /^The job ftjob-1 has failed: Too many duplicates\nFine-tune the local GPT-2 instead/,
    });
  });
});

Deno.test("fineTune() checks both files before it sends any", () =>
  withService({ statuses: STATUSES }, async (server, options) => {
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

Deno.test("fineTune() refuses a state file of another job", () =>
  withService({ statuses: STATUSES }, async (_, options) => {
    await fineTune(options);
    await assert.rejects(fineTune({ ...options, epochs: 9 }), {
      name: "TypeError",
      message:
        /^Cannot go on with the job in .*job\.json: it was started with another model, file or/,
    });
  }));

Deno.test("fineTune() goes on with a state file of the older form", () =>
  withService({ statuses: STATUSES }, async (server, options) => {
    const stop = () => Promise.reject(new Error("Stopped"));
    await assert.rejects(fineTune({ ...options, sleep: stop }), { message: "Stopped" });
    const { content } = JSON.parse(await Deno.readTextFile(options.statePath));
    await Deno.writeTextFile(options.statePath, JSON.stringify(content, null, 2));
    assert.equal((await fineTune(options)).job, "ftjob-1");
    assert.equal(countOf(server, "POST", "/v1/fine_tuning/jobs"), 1);
  }));

Deno.test("fineTune() starts no job while its state file is damaged, leaves it and says what to do", () =>
  withService({ statuses: ["running"] }, async (server, options) => {
    const stop = () => Promise.reject(new Error("Stopped"));
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
          assert.match(error.message, /it stays as it is: put back a copy of it, or look after/);
          return true;
        });
      }
      assert.equal(await Deno.readTextFile(statePath), content, name);
    }
    assert.equal(server.requests.length, asked);
  }));

Deno.test("fineTune() sends nothing while its state file cannot be written", () =>
  withService({ statuses: STATUSES }, async (server, options) => {
    await Deno.writeTextFile(options.statePath, ""); // stands where a folder is expected
    await assert.rejects(fineTune({ ...options, statePath: join(options.statePath, "job.json") }), {
      name: "UnwritableError",
      message: `Cannot write to ${options.statePath}: a file stands where a folder is expected`,
    });
    assert.equal(server.requests.length, 0);
  }));

Deno.test("cancelFineTuning() cancels the job of a state file", () =>
  withService({ statuses: ["running"] }, async (server, options) => {
    await assert.rejects(cancelFineTuning(options), {
      name: "NotFound",
      message: /^Cannot cancel: no job is known in .*job\.json$/,
    });
    const stop = () => Promise.reject(new Error("Stopped"));
    await assert.rejects(fineTune({ ...options, sleep: stop }), { message: "Stopped" });
    assert.equal(await cancelFineTuning(options), "cancelled");
    assert.equal(countOf(server, "POST", "/v1/fine_tuning/jobs/ftjob-1/cancel"), 1);
  }));
