import assert from "assert";
import { readLlmSettings } from "lib/llm_settings.ts";

const KEY = "sk-never-to-be-seen";

Deno.test("readLlmSettings() gives nothing without a model's name", () => {
  assert.equal(readLlmSettings({ OPENAI_API_KEY: KEY }), undefined);
});

Deno.test("readLlmSettings() takes OpenAI's address and a limit of 1 dollar by default", () => {
  const llm = readLlmSettings({ OPENAI_API_KEY: ` ${KEY}\n`, VIRANOVA_LLM_MODEL: "gpt-4o-mini" })!;
  assert.equal(llm.baseUrl, "https://api.openai.com/v1");
  assert.equal(llm.apiKey(), KEY);
  assert.equal(llm.limitDollars, 1);
  assert.equal(llm.prices, undefined);
});

Deno.test("readLlmSettings() reads address, prices and limit, and needs no key elsewhere", () => {
  const llm = readLlmSettings({
    VIRANOVA_LLM_MODEL: "qwen3",
    VIRANOVA_LLM_BASE_URL: "http://localhost:11434/v1/",
    VIRANOVA_LLM_PRICES: "0.15, 0.60",
    VIRANOVA_LLM_LIMIT: "0",
  })!;
  assert.equal(llm.baseUrl, "http://localhost:11434/v1");
  assert.equal(llm.apiKey(), undefined);
  assert.deepEqual([llm.prices?.input, llm.prices?.output], [0.15, 0.6]);
  assert.equal(llm.limitDollars, 0);
});

Deno.test("readLlmSettings() takes two to four prices and leaves what is not given to their rules", () => {
  const named = { VIRANOVA_LLM_MODEL: "m", VIRANOVA_LLM_BASE_URL: "http://localhost/v1" };
  const pricesOf = (prices: string) =>
    readLlmSettings({ ...named, VIRANOVA_LLM_PRICES: prices })!.prices;
  const two = { input: 0.1, output: 0.5, cachedRead: undefined, cacheWrite: undefined };
  assert.deepEqual(pricesOf("0.1,0.5"), two);
  assert.deepEqual(pricesOf("0.1,0.5,0.01"), { ...two, cachedRead: 0.01 });
  assert.deepEqual(pricesOf(" 0.1, 0.5, 0.01, 0 "), { ...two, cachedRead: 0.01, cacheWrite: 0 });
});

Deno.test("readLlmSettings() lets the server decide about thinking and asks about 20 videos by default", () => {
  const llm = readLlmSettings({ OPENAI_API_KEY: KEY, VIRANOVA_LLM_MODEL: "gpt-6-luna" })!;
  assert.deepEqual(llm.sampling, { maxAnswerTokens: 64 }); // no reasoningEffort, not even undefined
  assert.equal(llm.videos, 20);
  assert.deepEqual([llm.tunedModel, llm.fineTune, llm.trainingPrice], [
    undefined,
    false,
    undefined,
  ]);
});

Deno.test("readLlmSettings() reads thinking, bound, videos and what fine-tuning needs", () => {
  const llm = readLlmSettings({
    OPENAI_API_KEY: KEY,
    VIRANOVA_LLM_MODEL: "gpt-6-luna",
    VIRANOVA_LLM_REASONING: " none ",
    VIRANOVA_LLM_MAX_ANSWER_TOKENS: "25000",
    VIRANOVA_LLM_VIDEOS: "5",
    VIRANOVA_LLM_TUNED_MODEL: "my-adapter",
    VIRANOVA_LLM_FINE_TUNE: "1",
    VIRANOVA_LLM_TRAINING_PRICE: "3",
  })!;
  assert.deepEqual(llm.sampling, { maxAnswerTokens: 25_000, reasoningEffort: "none" });
  assert.equal(llm.videos, 5);
  assert.deepEqual([llm.tunedModel, llm.fineTune, llm.trainingPrice], ["my-adapter", true, 3]);
});

Deno.test("readLlmSettings() shows no key that stands in the wrong variable", () => {
  const variables = [
    "VIRANOVA_LLM_REASONING",
    "VIRANOVA_LLM_PRICES",
    "VIRANOVA_LLM_VIDEOS",
    "VIRANOVA_LLM_FINE_TUNE",
    "VIRANOVA_LLM_TRAINING_PRICE",
  ];
  for (const variable of variables) {
    for (const key of [KEY, "of-another-shape"]) {
      const environment = { OPENAI_API_KEY: key, VIRANOVA_LLM_MODEL: "m", [variable]: key };
      assert.throws(() => readLlmSettings(environment), {
        name: "RangeError",
        message: new RegExp(`^${variable}: expected .*, got what looks like a key$`),
      });
    }
  }
});

Deno.test("readLlmSettings() shows the key neither when printed nor in an error", () => {
  const llm = readLlmSettings({ OPENAI_API_KEY: KEY, VIRANOVA_LLM_MODEL: "m" });
  assert.ok(!(Deno.inspect(llm, { depth: 9 }) + JSON.stringify(llm)).includes(KEY));
  const wrong = {
    OPENAI_API_KEY: KEY,
    VIRANOVA_LLM_MODEL: "m",
    VIRANOVA_LLM_BASE_URL: `https://${KEY}@host/v1`,
  };
  assert.throws(() => readLlmSettings(wrong), (error: Error) => !error.message.includes(KEY));
});

Deno.test("readLlmSettings() names the variable that is of no use", () => {
  const named = { VIRANOVA_LLM_MODEL: "m", VIRANOVA_LLM_BASE_URL: "http://localhost/v1" };
  const wrong: [Record<string, string>, RegExp][] = [
    [
      { VIRANOVA_LLM_BASE_URL: "" },
      /^VIRANOVA_LLM_MODEL names m at .* needs a key: set OPENAI_API/,
    ],
    [{ VIRANOVA_LLM_BASE_URL: "localhost" }, /^VIRANOVA_LLM_BASE_URL: expected an http or https/],
    [{ VIRANOVA_LLM_PRICES: "1" }, /^VIRANOVA_LLM_PRICES: expected two to four .* got "1"$/],
    [{ VIRANOVA_LLM_PRICES: "1," }, /^VIRANOVA_LLM_PRICES: expected two to four .* got "1,"$/],
    [{ VIRANOVA_LLM_PRICES: "1,2,3,4,5" }, /^VIRANOVA_LLM_PRICES: expected two to four numbers/],
    [
      { VIRANOVA_LLM_REASONING: "off" },
      /^VIRANOVA_LLM_REASONING: expected one of none, minimal, low, medium, high, xhigh, max, got "o/,
    ],
    [
      { VIRANOVA_LLM_MAX_ANSWER_TOKENS: "0" },
      /^VIRANOVA_LLM_MAX_ANSWER_TOKENS: expected a whole number of at least 1, got "0"$/,
    ],
    [
      { VIRANOVA_LLM_VIDEOS: "2.5" },
      /^VIRANOVA_LLM_VIDEOS: expected a whole number .* got "2\.5"$/,
    ],
    [{ VIRANOVA_LLM_FINE_TUNE: "yes" }, /^VIRANOVA_LLM_FINE_TUNE: expected 0 or 1, got "yes"$/],
    [{ VIRANOVA_LLM_TRAINING_PRICE: "1,2" }, /^VIRANOVA_LLM_TRAINING_PRICE: expected a number/],
    [{ VIRANOVA_LLM_LIMIT: "1,2" }, /^VIRANOVA_LLM_LIMIT: expected a number of at least 0/],
    [
      { VIRANOVA_LLM_LIMIT: "-1" },
      /^VIRANOVA_LLM_LIMIT: expected a number of at least 0, got "-1"$/,
    ],
  ];
  for (const [variables, message] of wrong) {
    assert.throws(() => readLlmSettings({ ...named, ...variables }), {
      name: "RangeError",
      message,
    });
  }
});
