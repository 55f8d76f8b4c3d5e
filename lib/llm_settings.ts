/** Dollars a million tokens. */
export interface TokenPrices {
  readonly input: number;
  readonly output: number;
}

/** Which chat model answers over the network, and what may be spent on it. */
export interface LlmSettings {
  /** Where the server's API starts, `/v1` or its like included. */
  readonly baseUrl: string;
  /** The model's name as the server knows it. */
  readonly model: string;
  /** Gives the key, or nothing for a server without one; a function, so that printing shows none. */
  readonly apiKey: () => string | undefined;
  /** What the server charges; unset: looked up where it is known. */
  readonly prices?: TokenPrices;
  /** Dollars that all calls together may cost, those of earlier runs included. */
  readonly limitDollars: number;
}

const OPENAI_URL = "https://api.openai.com/v1";

/**
 * Reads which chat model to use; nothing when `VIRANOVA_LLM_MODEL` is unset.
 *
 * `OPENAI_API_KEY` is the key of any server, `VIRANOVA_LLM_BASE_URL` its address (OpenAI's when
 * unset), `VIRANOVA_LLM_PRICES` is `input,output` in dollars a million tokens and
 * `VIRANOVA_LLM_LIMIT` the spending limit in dollars, 1 when unset.
 *
 * @throws {RangeError} naming the variable that has no usable value; it never shows the key
 */
export function readLlmSettings(
  environment: Readonly<Record<string, string | undefined>>,
): LlmSettings | undefined {
  const model = environment.VIRANOVA_LLM_MODEL?.trim();
  if (!model) return undefined;
  const apiKey = environment.OPENAI_API_KEY?.trim() || undefined;
  const baseUrl = readBaseUrl(environment.VIRANOVA_LLM_BASE_URL);
  if (!apiKey && baseUrl === OPENAI_URL) {
    throw new RangeError(
      `VIRANOVA_LLM_MODEL names ${model} at ${OPENAI_URL}, which needs a key: set OPENAI_API_KEY, ` +
        "or VIRANOVA_LLM_BASE_URL to a server without one",
    );
  }
  const [limitDollars] = readNumbers("VIRANOVA_LLM_LIMIT", environment, 1) ?? [1];
  const [input, output] = readNumbers("VIRANOVA_LLM_PRICES", environment, 2) ?? [];
  const prices = input === undefined ? undefined : { input, output: output! };
  return { baseUrl, model, apiKey: () => apiKey, prices, limitDollars: limitDollars! };
}

function readBaseUrl(value: string | undefined): string {
  if (!value?.trim()) return OPENAI_URL;
  const url = URL.parse(value.trim());
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.search) {
    throw new RangeError(
      "VIRANOVA_LLM_BASE_URL: expected an http or https address without user name and query, " +
        "such as http://127.0.0.1:8000/v1",
    );
  }
  return url.href.replace(/\/+$/, "");
}

function readNumbers(
  variable: string,
  environment: Readonly<Record<string, string | undefined>>,
  count: number,
): number[] | undefined {
  const value = environment[variable]?.trim();
  if (!value) return undefined;
  const numbers = value.split(",").map((part) => part.trim() ? Number(part) : NaN);
  if (numbers.length !== count || !numbers.every((it) => Number.isFinite(it) && it >= 0)) {
    throw new RangeError(
      `${variable}: expected ${
        count === 1 ? "a number" : `${count} numbers with a comma between`
      } ` +
        `of at least 0, got ${JSON.stringify(value)}`,
    );
  }
  return numbers;
}
