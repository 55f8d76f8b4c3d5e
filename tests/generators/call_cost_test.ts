import assert from "assert";
import fc from "fast-check";
import { mostNanodollarsOf, nanodollarsOf, tokensOfUsage } from "lib/generators/call_cost.ts";

const LUNA = { input: 0.1, output: 0.5, cachedRead: 0.01, cacheWrite: 0.125 };

Deno.test("nanodollarsOf() charges plain, read and written prompt tokens each at its price", () => {
  // 208 * 0.10 + 1536 * 0.01 + 256 * 0.125 + 13 * 0.50 = 74.66 millionths of a dollar
  const tokens = { prompt: 2000, cachedRead: 1536, cacheWrite: 256, answer: 13 };
  assert.equal(nanodollarsOf(tokens, LUNA), 74_660);
  // Two prices: 208 * 0.10 + 1536 * 0.10 + 256 * 0.125 + 13 * 0.50 = 212.9
  assert.equal(nanodollarsOf(tokens, { input: 0.1, output: 0.5 }), 212_900);
  // Three: 208 * 0.10 + 1536 * 0.02 + 256 * 0.125 + 13 * 0.50 = 90.02
  assert.equal(nanodollarsOf(tokens, { input: 0.1, output: 0.5, cachedRead: 0.02 }), 90_020);
});

Deno.test("nanodollarsOf() rounds up to a billionth of a dollar and no further", () => {
  assert.equal(nanodollarsOf({ prompt: 3, answer: 0 }, { input: 0.1, output: 0 }), 300);
  assert.equal(nanodollarsOf({ prompt: 1, answer: 0 }, { input: 0.0001, output: 0 }), 1);
  assert.equal(nanodollarsOf({ prompt: 0, answer: 0 }, LUNA), 0);
});

Deno.test("nanodollarsOf() doubles the rates of prompts above 272,000 tokens, answers 1.5 times", () => {
  // 272,000 * 0.10 + 10 * 0.50 = 27,205; 272,001 * 0.20 + 10 * 0.75 = 54,407.7
  assert.equal(nanodollarsOf({ prompt: 272_000, answer: 10 }, LUNA), 27_205_000);
  assert.equal(nanodollarsOf({ prompt: 272_001, answer: 10 }, LUNA), 54_407_700);
});

Deno.test("mostNanodollarsOf() takes every prompt token at its dearest price", () => {
  assert.equal(mostNanodollarsOf({ prompt: 2000, answer: 13 }, LUNA), 256_500); // 250 + 6.5
  const dearRead = { input: 0.1, output: 0, cachedRead: 0.3, cacheWrite: 0 };
  assert.equal(mostNanodollarsOf({ prompt: 1000, answer: 0 }, dearRead), 300_000);
  assert.equal(mostNanodollarsOf({ prompt: 1000, answer: 0 }, { input: 1, output: 0 }), 1_250_000);
});

Deno.test("mostNanodollarsOf() is never less than what is charged", () => {
  const price = fc.option(fc.double({ min: 0, max: 100, noNaN: true }), { nil: undefined });
  const [input, output] = [0.3, 0.7];
  const part = fc.nat(200_000);
  fc.assert(
    fc.property(part, part, part, fc.nat(1000), price, price, (plain, r, w, answer, a, b) => {
      const prices = { input, output, cachedRead: a, cacheWrite: b };
      const tokens = { prompt: plain + r + w, cachedRead: r, cacheWrite: w, answer };
      assert.ok(nanodollarsOf(tokens, prices) <= mostNanodollarsOf(tokens, prices));
    }),
  );
});

Deno.test("tokensOfUsage() reads what a server counted, with and without a cache", () => {
  assert.deepEqual(
    tokensOfUsage({
      prompt_tokens: 2000,
      completion_tokens: 13,
      prompt_tokens_details: { cached_tokens: 1536, cache_write_tokens: 256 },
    }),
    { prompt: 2000, answer: 13, cachedRead: 1536, cacheWrite: 256 },
  );
  const without = { prompt: 5, answer: 2, cachedRead: 0, cacheWrite: 0 };
  for (const prompt_tokens_details of [undefined, null, {}, { cached_tokens: null }]) {
    const usage = { prompt_tokens: 5, completion_tokens: 2, prompt_tokens_details };
    assert.deepEqual(tokensOfUsage(usage), without);
  }
});

Deno.test("tokensOfUsage() makes no number of what is none", () => {
  for (
    const usage of [
      undefined,
      null,
      {},
      { prompt_tokens: 5 },
      { prompt_tokens: "5", completion_tokens: 2 },
      { prompt_tokens: -5, completion_tokens: 2 },
    ]
  ) {
    assert.equal(tokensOfUsage(usage), undefined);
  }
});
