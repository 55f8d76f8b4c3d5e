import assert from "assert";
import { join } from "node:path";
import {
  compareChatModels,
  type CompareChatModelsOptions,
} from "lib/generators/compare_chat_models.ts";
import { tuneChatModel } from "lib/generators/tune_chat_model.ts";
import { readLlmSettings } from "lib/llm_settings.ts";
import {
  apiError,
  type ChatServer,
  completion,
  type ReceivedRequest,
  type Reply,
  startChatServer,
} from "./_chat_server.ts";
import { microdollarsIn, TRAINING } from "./_fine_tuning.ts";
import { createFineTuningFake } from "./_fine_tuning_server.ts";
import { KEY, makeVideos } from "./_scoring.ts";
import { inFolder } from "../_in_folder.ts";

const STAND_IN = { virality: 0.5, engagement: 0.25 };
const USAGE = { prompt_tokens: 150, completion_tokens: 10 };

/** Tokens of `{"virality": 20, "engagement": 40}` whose scores are as likely as one 10 above. */
const PROBABILITIES = {
  content: [
    ["{", []],
    ['"virality', []],
    ['":', []],
    [" 20", [" 20", " 30"]],
    [', "engagement', []],
    ['":', []],
    [" 40", [" 40", " 50"]],
    ["}", []],
  ].map(([token, likely]) => ({
    token: token as string,
    logprob: Math.log(0.5),
    top_logprobs: (likely as string[]).map((it) => ({ token: it, logprob: Math.log(0.5) })),
  })),
};

/** The base always answers alike and shows its tokens, a tuned one counts up and shows none. */
function answer({ body }: ReceivedRequest): Reply {
  const { model, seed, logprobs } = body;
  if (model === "base") {
    const told = logprobs ? PROBABILITIES : undefined;
    return completion('{"virality": 20, "engagement": 40}', { usage: USAGE, logprobs: told });
  }
  if (model !== "adapter" && !`${model}`.startsWith("ft:")) {
    return apiError(404, { message: `No model ${model}`, code: "model_not_found" });
  }
  const score = 10 * (1 + Number(seed)); // 10, 20, 30 of the samples 0, 1, 2
  return completion(`{"virality": ${score}, "engagement": ${score}}`, { usage: USAGE });
}

interface Case {
  readonly server: ChatServer;
  readonly options: CompareChatModelsOptions;
  readonly told: string[];
}

async function withModels(
  variables: Readonly<Record<string, string>>,
  test: (it: Case) => Promise<void>,
  script: (request: ReceivedRequest) => Reply = answer,
) {
  const server = await startChatServer(script);
  try {
    await inFolder(async (folder) => {
      const told: string[] = [];
      const llm = readLlmSettings({
        VIRANOVA_LLM_MODEL: "base",
        VIRANOVA_LLM_BASE_URL: server.baseUrl,
        VIRANOVA_LLM_PRICES: "1,10",
        OPENAI_API_KEY: KEY,
        ...variables,
      })!;
      const options = {
        ...{ llm, tunedModel: llm.tunedModel, samples: 3, folder, standIn: STAND_IN },
        ledger: join(folder, "spending.jsonl"),
        client: { sleep: () => Promise.resolve(), concurrency: 4 },
        tell: (sentence: string) => told.push(`${server.requests.length}: ${sentence}`),
      };
      await test({ server, options, told });
    });
  } finally {
    await server.close();
  }
}

const TUNED = { VIRANOVA_LLM_TUNED_MODEL: "adapter" };
const videos = makeVideos(2);
const chatCalls = ({ requests }: ChatServer) =>
  requests.filter(({ path }) => path.endsWith("/chat/completions")).length;

/** What a row says of each video, as pairs of percent. */
const percents = (
  predictions: readonly { predicted: { virality: number; engagement: number } }[],
) =>
  predictions.map(({ predicted: { virality, engagement } }) =>
    [virality, engagement].map((it) => Math.round(1000 * it) / 10)
  );

Deno.test("compareChatModels() asks two names about the same videos and reads each answer in three ways", () =>
  withModels(TUNED, async ({ server, options }) => {
    const { rows } = await compareChatModels(videos, options);
    assert.deepEqual(
      rows.map(({ model, role, predictions, missing }) => [
        model,
        role,
        percents(predictions),
        missing,
      ]),
      [
        ["base, one answer", "baseline", [[20, 40], [20, 40]], 0],
        ["base, mean of 3", "baseline", [[20, 40], [20, 40]], 0],
        ["base, token probabilities", "baseline", [[25, 45], [25, 45]], 0],
        ["adapter, one answer", "model", [[10, 10], [10, 10]], 0],
        ["adapter, mean of 3", "model", [[20, 20], [20, 20]], 0],
      ],
    );
    for (const { predictions } of rows) {
      assert.deepEqual(
        predictions.map(({ videoId, actual }) => [videoId, actual]),
        videos.map(({ videoId, scores }) => [videoId, scores]),
      );
    }
    assert.equal(chatCalls(server), 12);
  }));

Deno.test("compareChatModels() tells what both models cost at most before the first call, and what they cost after it", () =>
  withModels(TUNED, async ({ options, told: before }) => {
    const { told, spentDollars } = await compareChatModels(videos, options);
    // Prompt tokens are dearest when written to the cache, at 1.25 dollars a million.
    assert.match(
      before[0]!,
      /^0: 2 videos, 2 models \(base, adapter\): 12 answers, 0 of them kept from before; at most 24 c/,
    );
    const [both, base, adapter] = before.map((it) => Number(/and \$([\d.]+), second/.exec(it)![1]));
    assert.ok(Math.abs(both! - base! - adapter!) < 2e-4, `${before}`);
    assert.ok(both! > 24 * 64 * 10e-6, `${both}`); // the bounds on answers alone
    assert.ok(told[0]!.startsWith(before[0]!.slice("0: ".length)));
    // 12 calls of 150 tokens at 1 dollar a million and 10 at 10 dollars a million
    assert.equal(spentDollars, 0.003);
    assert.deepEqual(told.slice(1), [
      "base: 6 answers usable, 0 unusable, 0 not given; $0.001500 spent now.",
      "adapter: 6 answers usable, 0 unusable, 0 not given; $0.001500 spent now.",
      "$0.0030 are spent in all so far.",
    ]);
  }));

Deno.test("compareChatModels() repeats a finished comparison without a call", () =>
  withModels(TUNED, async ({ server, options }) => {
    const first = await compareChatModels(videos, options);
    const calls = chatCalls(server);
    const second = await compareChatModels(videos, options);
    assert.deepEqual(second.rows, first.rows);
    assert.equal(second.spentDollars, first.spentDollars);
    assert.equal(chatCalls(server), calls);
  }));

Deno.test("compareChatModels() goes on where a stopped run was, and pays for no answer twice", () =>
  withModels(TUNED, async ({ server, options, told }) => {
    const stopAtSecond = (sentence: string) => {
      if (sentence.includes("1 model (adapter)")) throw new Error("Stopped");
    };
    await assert.rejects(compareChatModels(videos, { ...options, tell: stopAtSecond }), {
      message: "Stopped",
    });
    assert.equal(chatCalls(server), 6);
    const { rows, spentDollars } = await compareChatModels(videos, options);
    assert.match(told[0]!, /2 models \(base, adapter\): 12 answers, 6 of them kept from before/);
    assert.deepEqual([rows.length, spentDollars], [5, 0.003]);
    assert.deepEqual([server.charges.size, ...new Set(server.charges.values())], [12, 1]);
  }));

Deno.test("compareChatModels() asks nothing when both models together may cost more than is left", () =>
  withModels({ ...TUNED, VIRANOVA_LLM_LIMIT: "0.0001" }, async ({ server, options }) => {
    const { rows, told } = await compareChatModels(videos, options);
    assert.deepEqual(rows, []);
    assert.match(
      told[0]!,
      /: more than is left, so nothing is asked; raise VIRANOVA_LLM_LIMIT or lower/,
    );
    assert.equal(chatCalls(server), 0);
  }));

Deno.test("compareChatModels() leaves out a model without a price, and says so", () =>
  withModels(
    { VIRANOVA_LLM_BASE_URL: "https://api.openai.com/v1", VIRANOVA_LLM_PRICES: "" },
    async (it) => {
      const { rows, told, spentDollars } = await compareChatModels(videos, it.options);
      assert.deepEqual([rows, spentDollars], [[], undefined]);
      assert.match(
        told.join("\n"),
        /^No price is known for base at api\.openai\.com.*VIRANOVA_LLM_PRI/,
      );
      assert.deepEqual(it.told, []);
    },
  ));

Deno.test("compareChatModels() goes on with one model when the other is not there, and says why", () =>
  withModels({ VIRANOVA_LLM_TUNED_MODEL: "gone" }, async ({ options }) => {
    const { rows, told } = await compareChatModels(videos, options);
    assert.deepEqual(rows.map(({ model }) => model.split(",")[0]), ["base", "base", "base"]);
    assert.match(
      told.at(-2)!,
      /^gone: 0 answers usable, .* \$0\.000000 spent now\..* No model gone/,
    );
  }));

Deno.test("compareChatModels() takes the stand-in for a video without a usable answer, and counts it", () => {
  const script = (request: ReceivedRequest) =>
    request.text.includes("clip number 1,") ? completion("I would rather not.") : answer(request);
  return withModels({}, async ({ options }) => {
    const { rows, told } = await compareChatModels(videos, options);
    assert.match(
      told.join("\n"),
      /stand-in is taken: 1 \(base, one answer\), 1 \(base, mean of 3\), 1/,
    );
    for (const { model, predictions, missing } of rows) {
      assert.equal(missing, 1, model);
      assert.deepEqual(predictions[1]!.predicted, STAND_IN, model);
      assert.notDeepEqual(predictions[0]!.predicted, STAND_IN, model);
    }
    assert.equal(rows.length, 3);
  }, script);
});

Deno.test("compareChatModels() asks the model that a job has made, and neither trains nor asks a second time", () => {
  const fake = createFineTuningFake();
  const script = (request: ReceivedRequest) =>
    request.path.endsWith("/chat/completions") ? answer(request) : fake.script(request);
  const variables = { VIRANOVA_LLM_FINE_TUNE: "1", VIRANOVA_LLM_TRAINING_PRICE: "3" };
  return withModels(variables, async ({ server, options }) => {
    for (const _ of [1, 2]) {
      const { llm, folder, ledger } = options;
      const job = { llm, ledger, folder: join(folder, "fine-tuning"), pollMs: 1, tell: () => {} };
      const { tunedModel } = await tuneChatModel(TRAINING, job);
      const { rows, spentDollars } = await compareChatModels(videos, { ...options, tunedModel });
      const name = "ft:gpt-4o-mini-2024-07-18:acme::abc";
      assert.deepEqual(
        rows.slice(3).map(({ model, predictions }) => [model, percents(predictions)]),
        [
          [`${name}, one answer`, [[10, 10], [10, 10]]],
          [`${name}, mean of 3`, [[20, 20], [20, 20]]],
        ],
      );
      assert.deepEqual([fake.jobs.size, fake.uploads(), fake.charges.size], [1, 1, 1]);
      assert.equal(chatCalls(server), 12);
      // the job's 1,234 tokens at 3 dollars a million and 12 answers at 250 millionths
      assert.equal(await microdollarsIn(ledger), 3702 + 12 * 250);
      assert.equal(spentDollars, 0.006702);
    }
  }, script);
});
