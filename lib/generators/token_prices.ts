import type { LlmSettings, TokenPrices } from "lib/llm_settings.ts";

/** When OpenAI's prices below were looked up. */
const LISTED_ON = "2026-11-28";

/**
 * Input, output, cached read and cache write in OpenAI's standard tier, dollars a million tokens.
 *
 * Source: developers.openai.com, the models' own pages. Models with a shutdown date are left out.
 */
const LIST: Readonly<Record<string, readonly [number, number, number, number]>> = {
  "gpt-6-luna": [0.1, 0.5, 0.01, 0.125],
  "gpt-6-sol": [2, 10, 0.2, 2.5],
  "gpt-6-astra": [10, 50, 1, 12.5],
  "gpt-6.1-terra": [1, 5, 0.05, 1.25],
  "gpt-6.1-sol": [2, 10, 0.1, 2.5],
  "gpt-6.2-sol": [2, 10, 0.1, 2.5],
  "gpt-6.2-astra": [8, 40, 0.4, 10],
  "gpt-5.6-luna": [0.2, 1.2, 0.02, 0.25],
  "gpt-5.6-terra": [2, 12, 0.2, 2.5],
  "gpt-5.6-sol": [4, 20, 0.4, 5],
};

/** What a model's tokens cost and who says so, or why that is not known. */
export type FoundPrices =
  | { readonly prices: TokenPrices; readonly source: string; readonly reason?: undefined }
  | { readonly prices?: undefined; readonly source?: undefined; readonly reason: string };

/**
 * Finds what a model's tokens cost: as the settings say, nothing on this machine's own servers, else
 * by OpenAI's list. Without a price no limit can be kept; `reason` says what to set.
 */
export function findTokenPrices(
  { model, baseUrl, prices }: Pick<LlmSettings, "model" | "baseUrl" | "prices">,
): FoundPrices {
  if (prices) return { prices, source: "as VIRANOVA_LLM_PRICES says" };
  const { hostname } = new URL(baseUrl);
  if (["127.0.0.1", "localhost", "[::1]"].includes(hostname)) {
    return { prices: { input: 0, output: 0 }, source: "a server on this machine costs nothing" };
  }
  const name = undated(model);
  if (hostname === "api.openai.com" && Object.hasOwn(LIST, name)) {
    const [input, output, cachedRead, cacheWrite] = LIST[name]!;
    const listed = { input, output, cachedRead, cacheWrite };
    return { prices: listed, source: `OpenAI's list of ${LISTED_ON}` };
  }
  return {
    reason: `No price is known for ${model} at ${hostname}, so it is not asked: set ` +
      "VIRANOVA_LLM_PRICES to what a million tokens of prompt and of answer cost in dollars, such " +
      "as 0.10,0.50, or, with cached reads and cache writes, 0.10,0.50,0.01,0.125",
  };
}

/**
 * What a model's tokens cost, for a caller that cannot go on without.
 *
 * @throws {RangeError} when the price is unknown, since a limit cannot be kept without one
 */
export function tokenPricesOf(
  server: Pick<LlmSettings, "model" | "baseUrl" | "prices">,
): TokenPrices {
  const { prices, reason } = findTokenPrices(server);
  if (prices) return prices;
  throw new RangeError(reason);
}

/** `gpt-6-luna` of `gpt-6-luna-2026-09-22`. */
function undated(model: string): string {
  return model.replace(/-\d{4}-\d{2}-\d{2}$/, "");
}
