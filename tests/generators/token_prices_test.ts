import assert from "assert";
import { findTokenPrices, tokenPricesOf } from "lib/generators/token_prices.ts";

const OPENAI = "https://api.openai.com/v1";

Deno.test("findTokenPrices() prefers the settings, then OpenAI's dated list at OpenAI's address", () => {
  const prices = { input: 7, output: 8 };
  const set = findTokenPrices({ model: "gpt-6-luna", baseUrl: OPENAI, prices });
  assert.deepEqual(set, { prices, source: "as VIRANOVA_LLM_PRICES says" });
  for (const model of ["gpt-6-luna", "gpt-6-luna-2026-09-22"]) {
    assert.deepEqual(findTokenPrices({ model, baseUrl: OPENAI }), {
      prices: { input: 0.1, output: 0.5, cachedRead: 0.01, cacheWrite: 0.125 },
      source: "OpenAI's list of 2026-11-28",
    });
  }
});

Deno.test("findTokenPrices() lists a write to the cache at 1.25 times the input", () => {
  for (const model of ["gpt-6-sol", "gpt-6.1-terra", "gpt-6.2-astra", "gpt-5.6-luna"]) {
    const { prices } = findTokenPrices({ model, baseUrl: OPENAI });
    assert.equal(prices!.cacheWrite, 1.25 * prices!.input, model);
    assert.ok(prices!.cachedRead! <= 0.1 * prices!.input, model);
  }
});

Deno.test("findTokenPrices() knows no model that is shut down within a year", () => {
  const gone = [
    "gpt-3.5-turbo",
    "gpt-4",
    "gpt-4o",
    "gpt-4o-mini",
    "gpt-4.1",
    "gpt-5-nano",
    "gpt-5",
  ];
  for (const model of [...gone, "gpt-5.1", "gpt-5.4-nano"]) {
    assert.equal(findTokenPrices({ model, baseUrl: OPENAI }).prices, undefined, model);
  }
});

Deno.test("findTokenPrices() is nothing for a server on this machine", () => {
  for (const host of ["127.0.0.1:8000", "localhost:11434", "[::1]:8080"]) {
    const { prices } = findTokenPrices({ model: "qwen3", baseUrl: `http://${host}/v1` });
    assert.deepEqual(prices, { input: 0, output: 0 });
  }
});

const UNKNOWN = [
  { model: "ft:gpt-4o-mini:org::id", baseUrl: OPENAI },
  { model: "gpt-6-luna", baseUrl: "https://mine.openai.azure.com/openai/v1" },
  { model: "toString", baseUrl: OPENAI },
];

Deno.test("findTokenPrices() says what to set where it knows no price, and throws nothing", () => {
  for (const server of UNKNOWN) {
    const { prices, reason } = findTokenPrices(server);
    assert.equal(prices, undefined);
    assert.ok(reason!.startsWith(`No price is known for ${server.model} at `));
    assert.match(reason!, /so it is not asked: set VIRANOVA_LLM_PRICES to what a million tokens/);
  }
});

Deno.test("tokenPricesOf() throws where no price is known", () => {
  for (const server of UNKNOWN) {
    assert.throws(() => tokenPricesOf(server), {
      name: "RangeError",
      message: /^No price is known/,
    });
  }
});
