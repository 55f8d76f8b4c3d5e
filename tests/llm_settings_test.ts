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
  assert.deepEqual(llm.prices, { input: 0.15, output: 0.6 });
  assert.equal(llm.limitDollars, 0);
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
    [{ VIRANOVA_LLM_PRICES: "1" }, /^VIRANOVA_LLM_PRICES: expected 2 numbers .* got "1"$/],
    [{ VIRANOVA_LLM_PRICES: "1," }, /^VIRANOVA_LLM_PRICES: expected 2 numbers/],
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
