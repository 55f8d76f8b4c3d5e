import assert from "assert";
import { join } from "node:path";
import { tuneChatModel, type TuneChatModelOptions } from "lib/generators/tune_chat_model.ts";
import { readLlmSettings } from "lib/llm_settings.ts";
import { type ChatServer, startChatServer } from "./_chat_server.ts";
import { microdollarsIn, TRAINING, VALIDATION } from "./_fine_tuning.ts";
import {
  createFineTuningFake,
  type FineTuningFake,
  type FineTuningScript,
  REFUSALS,
} from "./_fine_tuning_server.ts";
import { KEY } from "./_scoring.ts";
import { inFolder } from "../_in_folder.ts";

const ASKED = { VIRANOVA_LLM_FINE_TUNE: "1", VIRANOVA_LLM_TRAINING_PRICE: "3" };

type Environment = Readonly<Record<string, string | undefined>>;

/** Runs a test with settings that name a service, and more variables. */
async function withSettings(
  variables: Environment,
  test: (it: {
    server: ChatServer;
    fake: FineTuningFake;
    options: TuneChatModelOptions;
  }) => Promise<void>,
  script: FineTuningScript = {},
) {
  const fake = createFineTuningFake(script);
  const server = await startChatServer(fake.script);
  try {
    await inFolder(async (folder) => {
      const llm = readLlmSettings({
        VIRANOVA_LLM_MODEL: "gpt-4o-mini",
        VIRANOVA_LLM_BASE_URL: server.baseUrl,
        OPENAI_API_KEY: KEY,
        ...variables,
      });
      const options = {
        ...{ llm, folder: join(folder, "fine-tuning"), ledger: join(folder, "spending.jsonl") },
        sleep: () => Promise.resolve(),
        tell: () => {},
      };
      await test({ server, fake, options });
    });
  } finally {
    await server.close();
  }
}

const NOTHING_SENT: readonly [name: string, Environment, told: RegExp][] = [
  ["no chat model", { VIRANOVA_LLM_MODEL: "" }, /\(VIRANOVA_LLM_MODEL\), so nothing was sent\.$/],
  [
    "no word of fine-tuning",
    {},
    /^Nothing was sent: a fine-tuning job needs VIRANOVA_LLM_FINE_TUNE=1 and VIRANOVA_LLM_TRAINING_PRICE \(dollars a million training tokens\)\.$/,
  ],
  [
    "no price of training",
    { VIRANOVA_LLM_FINE_TUNE: "1" },
    /^Nothing was sent: a fine-tuning job needs VIRANOVA_LLM_TRAINING_PRICE \(dollars a mil/,
  ],
  [
    "a price without the switch",
    { VIRANOVA_LLM_TRAINING_PRICE: "3" },
    /^Nothing was sent: a fine-tuning job needs VIRANOVA_LLM_FINE_TUNE=1\.$/,
  ],
  [
    "a tuned model by its name",
    { ...ASKED, VIRANOVA_LLM_TUNED_MODEL: "my-adapter" },
    /^VIRANOVA_LLM_TUNED_MODEL names my-adapter, so no job was started\.$/,
  ],
  [
    "no price of the tuned model",
    { ...ASKED, VIRANOVA_LLM_BASE_URL: "https://api.openai.com/v1" },
    /^Nothing was sent, since .* No price is known for ft:gpt-4o-mini at .*VIRANOVA_LLM_PRICES/,
  ],
];

for (const [name, variables, told] of NOTHING_SENT) {
  Deno.test(`tuneChatModel() writes the training file and sends nothing: ${name}`, () =>
    withSettings(variables, async ({ server, options }) => {
      const outcome = await tuneChatModel(TRAINING, options);
      assert.match(outcome.told, told);
      assert.equal(await Deno.readTextFile(join(options.folder, outcome.file)), TRAINING);
      assert.equal(outcome.tunedModel, variables.VIRANOVA_LLM_TUNED_MODEL);
      assert.equal(server.requests.length, 0);
    }));
}

Deno.test("tuneChatModel() sends nothing of a file that the service would refuse", () =>
  withSettings(ASKED, async ({ server, options }) => {
    const { told } = await tuneChatModel(VALIDATION, options);
    assert.match(told, /^Nothing was sent: the service would refuse .* 10 examples, got 2\.$/);
    assert.equal(server.requests.length, 0);
  }));

Deno.test("tuneChatModel() fine-tunes where that is asked for and its price is known, once a file", () =>
  withSettings(ASKED, async ({ fake, options }) => {
    for (const _ of [1, 2]) {
      const { tunedModel, told } = await tuneChatModel(TRAINING, options);
      assert.equal(tunedModel, "ft:gpt-4o-mini-2024-07-18:acme::abc");
      assert.equal(told, "gpt-4o-mini was trained on 1,234 tokens.");
    }
    await tuneChatModel(TRAINING + TRAINING, options);
    assert.equal(fake.jobs.size, 2);
    assert.equal(await microdollarsIn(options.ledger), 2 * 3702);
  }));

const WITHOUT: readonly [name: string, Environment, FineTuningScript, told: RegExp][] = [
  [
    "a refusal",
    {},
    { refusal: REFUSALS.newCustomer },
    /not allowed to create.*\nFine-tuning is clo/,
  ],
  [
    "a closed account",
    {},
    { refusal: REFUSALS.closed },
    /no longer available.*\nFine-tuning is clo/,
  ],
  ["another model", {}, { refusal: REFUSALS.unknownModel }, /\nThe server does not fine-tune this/],
  ["a denied model", {}, { refusal: REFUSALS.modelDenied }, /\nThe server does not fine-tune this/],
  [
    "a failed job",
    {},
    { statuses: ["failed"] },
    /^No tuned model is asked\. The job ftjob-1 has fa/,
  ],
  [
    "a low limit",
    { VIRANOVA_LLM_LIMIT: "0.000001" },
    {},
    /more than is left of the spending limit/,
  ],
  [
    "a server out of reach",
    {},
    { instead: () => ({ drop: true }) },
    /Cannot reach .*tried 6 times/,
  ],
];

for (const [name, variables, script, told] of WITHOUT) {
  Deno.test(`tuneChatModel() tells why there is no tuned model, and throws nothing: ${name}`, () =>
    withSettings({ ...ASKED, ...variables }, async ({ options }) => {
      const outcome = await tuneChatModel(TRAINING, options);
      assert.match(outcome.told, told);
      assert.equal(outcome.tunedModel, undefined);
      assert.equal(await Deno.readTextFile(join(options.folder, outcome.file)), TRAINING);
    }, script));
}
