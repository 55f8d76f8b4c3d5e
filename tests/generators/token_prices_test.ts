import assert from "assert";
import { tokenPricesOf } from "lib/generators/token_prices.ts";

const OPENAI = "https://api.openai.com/v1";

Deno.test("tokenPricesOf() prefers the settings, then OpenAI's list at OpenAI's address", () => {
  const prices = { input: 7, output: 8 };
  assert.equal(tokenPricesOf({ model: "gpt-4o-mini", baseUrl: OPENAI, prices }), prices);
  assert.deepEqual(tokenPricesOf({ model: "gpt-4o-mini-2024-07-18", baseUrl: OPENAI }), {
    input: 0.15,
    output: 0.6,
  });
});

Deno.test("tokenPricesOf() is nothing for a server on this machine", () => {
  for (const host of ["127.0.0.1:8000", "localhost:11434", "[::1]:8080"]) {
    const free = tokenPricesOf({ model: "qwen3", baseUrl: `http://${host}/v1` });
    assert.deepEqual(free, { input: 0, output: 0 });
  }
});

Deno.test("tokenPricesOf() asks for a price that it does not know", () => {
  const unknown = [
    { model: "ft:gpt-4o-mini:org::id", baseUrl: OPENAI },
    { model: "gpt-4o-mini", baseUrl: "https://mine.openai.azure.com/openai/v1" },
    { model: "toString", baseUrl: OPENAI },
  ];
  for (const model of unknown) {
    assert.throws(() => tokenPricesOf(model), {
      name: "RangeError",
      message: /^No price is known for .* at .*: set VIRANOVA_LLM_PRICES to what a million tokens/,
    });
  }
});
