import type { LlmSettings, TokenPrices } from "lib/llm_settings.ts";

/** OpenAI's list prices as of November 2025, dollars a million tokens; settings go before them. */
const LIST_PRICES: ReadonlyMap<string, TokenPrices> = new Map([
  ["gpt-3.5-turbo", { input: 0.5, output: 1.5 }],
  ["gpt-4o", { input: 2.5, output: 10 }],
  ["gpt-4o-mini", { input: 0.15, output: 0.6 }],
  ["gpt-4.1", { input: 2, output: 8 }],
  ["gpt-4.1-mini", { input: 0.4, output: 1.6 }],
  ["gpt-4.1-nano", { input: 0.1, output: 0.4 }],
  ["gpt-5", { input: 1.25, output: 10 }],
  ["gpt-5-mini", { input: 0.25, output: 2 }],
  ["gpt-5-nano", { input: 0.05, output: 0.4 }],
]);

/**
 * What a model's tokens cost: as the settings say, nothing on this machine's own servers, else by
 * OpenAI's list.
 *
 * @throws {RangeError} when the price is unknown, since a limit cannot be kept without one
 */
export function tokenPricesOf(
  { model, baseUrl, prices }: Pick<LlmSettings, "model" | "baseUrl" | "prices">,
): TokenPrices {
  if (prices) return prices;
  const { hostname } = new URL(baseUrl);
  if (["127.0.0.1", "localhost", "[::1]"].includes(hostname)) return { input: 0, output: 0 };
  const listed = hostname === "api.openai.com" ? LIST_PRICES.get(undated(model)) : undefined;
  if (listed) return listed;
  throw new RangeError(
    `No price is known for ${model} at ${hostname}: set VIRANOVA_LLM_PRICES to what a million ` +
      "tokens of prompt and of answer cost in dollars, such as 0.15,0.60",
  );
}

/** `gpt-4o-mini` of `gpt-4o-mini-2024-07-18`. */
function undated(model: string): string {
  return model.replace(/-\d{4}-\d{2}-\d{2}$/, "");
}
