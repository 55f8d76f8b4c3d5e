import assert from "assert";
import { fineTune } from "lib/generators/fine_tuning_job.ts";
import { apiError, type ReceivedRequest, type Reply } from "./_chat_server.ts";
import { microdollarsIn, withService } from "./_fine_tuning.ts";
import { REFUSALS } from "./_fine_tuning_server.ts";
import { KEY } from "./_scoring.ts";

const CASES: readonly [name: string, Reply, words: RegExp, advice: RegExp][] = [
  [
    "a customer who never fine-tuned",
    REFUSALS.newCustomer,
    /403 Your organization is not allowed to create fine-tuning jobs\./,
    /^Fine-tuning is closed to this account; .* local GPT-2/,
  ],
  [
    "a customer for whom it has closed",
    REFUSALS.closed,
    /403 Self-serve fine-tuning is no longer available to your organization\./,
    /^Fine-tuning is closed to this account; a model that it tuned before is asked by its name in V/,
  ],
  [
    "a model that is not fine-tuned",
    REFUSALS.unknownModel,
    /400 Model gpt-6-luna is not available for fine-tuning or does not exist\./,
    /^The server does not fine-tune this model: name one that it does\./,
  ],
  [
    "a model that this account may not tune",
    REFUSALS.modelDenied,
    /403 Fine-tuning of this model is not available for your organization\./,
    /^The server does not fine-tune this model for this account: name another/,
  ],
  [
    "a model that does not exist",
    apiError(404, { message: "Model gpt-9 does not exist", code: "model_not_found" }),
    /404 Model gpt-9 does not exist/,
    /^The server does not fine-tune this model: name one that it does\./,
  ],
  [
    "an account without credit",
    apiError(429, { message: "You exceeded your quota", code: "insufficient_quota" }),
    /429 You exceeded your quota/,
    /^The account has no credit or quota left/,
  ],
  [
    "a wrong key",
    apiError(401, { message: `Incorrect API key provided: ${KEY}` }),
    /401 Incorrect API key provided: \[key\]/,
    /^The key is not accepted: check OPENAI_API_KEY\.$/,
  ],
];

for (const [name, refusal, words, advice] of CASES) {
  Deno.test(`fineTune() takes back what it sent and set aside, and says why: ${name}`, () =>
    withService({ refusal }, async ({ fake, options }) => {
      for (const times of [1, 2]) { // a second run has nothing left to stumble over
        await assert.rejects(fineTune(options), (error: Error) => {
          assert.equal(error.name, "FineTuningError");
          const [said, advised] = error.message.split("\n");
          assert.match(said!, words);
          assert.match(advised!, advice);
          return !Deno.inspect(error).includes(KEY);
        });
        assert.deepEqual([fake.uploads(), fake.files.size, fake.jobs.size], [2 * times, 0, 0]);
        assert.equal(await microdollarsIn(options.budget.ledger), 0);
      }
      const { content } = JSON.parse(await Deno.readTextFile(options.statePath));
      assert.deepEqual(Object.keys(content), ["digest"]);
    }));
}

Deno.test("fineTune() uploads nothing to a server without fine-tuning", () => {
  const instead = ({ path }: ReceivedRequest) =>
    path.includes("fine_tuning") ? apiError(404, { message: "Not Found" }) : undefined;
  return withService({ instead }, async ({ fake, options }) => {
    await assert.rejects(fineTune(options), {
      name: "FineTuningError",
      message: /^The server answered 404 Not Found\nThe server has no fine-tuning at this address/,
    });
    assert.equal(fake.uploads(), 0);
    assert.equal(await microdollarsIn(options.budget.ledger), 0);
  });
});

Deno.test("fineTune() names a refused file that the service does not remove, and sends it no second time", () => {
  const instead = ({ method }: ReceivedRequest) =>
    method === "DELETE" ? apiError(405, { message: "Method Not Allowed" }) : undefined;
  return withService({ instead, refusal: REFUSALS.newCustomer }, async ({ fake, options }) => {
    for (const _ of [1, 2]) {
      await assert.rejects(fineTune(options), {
        name: "FineTuningError",
        message:
          /fine-tuning jobs\. \(file-1 and file-2 could not be removed from the service's files\)\n/,
      });
      assert.equal(fake.uploads(), 2);
      assert.equal(await microdollarsIn(options.budget.ledger), 0);
    }
  });
});

Deno.test("fineTune() leaves a file that another job uses", () => {
  let isClosed = false;
  const instead = ({ method, path }: ReceivedRequest) =>
    isClosed && method === "POST" && path.endsWith("/jobs") ? REFUSALS.closed : undefined;
  return withService({ instead }, async ({ fake, options }) => {
    await fineTune(options);
    isClosed = true;
    const other = { ...options, epochs: 5, statePath: `${options.statePath}.other` };
    await assert.rejects(fineTune(other), { name: "FineTuningError" });
    assert.deepEqual([fake.uploads(), fake.files.size], [2, 2]);
    assert.equal(await microdollarsIn(options.budget.ledger), 3702);
  });
});
