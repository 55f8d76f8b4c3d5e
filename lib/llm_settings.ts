/** Dollars a million tokens. */
export interface TokenPrices {
  /** Prompt tokens that the server neither reads from its cache nor writes to it. */
  readonly input: number;
  readonly output: number;
  /** Prompt tokens read from the server's cache. @default input */
  readonly cachedRead?: number;
  /** Prompt tokens written to the server's cache. @default 1.25 * input, OpenAI's rule since GPT-5.6 */
  readonly cacheWrite?: number;
}

/** The amount of thinking before an answer, as OpenAI names it. */
export type ReasoningEffort = "none" | "minimal" | "low" | "medium" | "high" | "xhigh" | "max";

const EFFORTS: readonly string[] = [
  "none",
  "minimal",
  "low",
  "medium",
  "high",
  "xhigh",
  "max",
] satisfies ReasoningEffort[];

/** Which chat model answers over the network, and what may be spent on it. */
export interface LlmSettings {
  /** Where the server's API starts, `/v1` or its like included. */
  readonly baseUrl: string;
  /** The model's name as the server knows it. */
  readonly model: string;
  /** A tuned model of the same server, to be asked beside it. */
  readonly tunedModel?: string;
  /** Gives the key, or nothing for a server without one; a function, so that printing shows none. */
  readonly apiKey: () => string | undefined;
  /** Fields of each request that the environment decides. */
  readonly sampling: {
    /** Tokens an answer may have, thoughts included. */
    readonly maxAnswerTokens: number;
    /** Unset: nothing is sent and the server decides. */
    readonly reasoningEffort?: ReasoningEffort;
  };
  /** Test videos that a notebook asks about. */
  readonly videos: number;
  /** Unset: looked up where the server is known. */
  readonly prices?: TokenPrices;
  /** Dollars that all calls together may cost, those of earlier runs included. */
  readonly limitDollars: number;
  /** Whether a fine-tuning job may be sent. */
  readonly fineTune: boolean;
  /** Dollars a million training tokens, if they are known. */
  readonly trainingPrice?: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

const OPENAI_URL = "https://api.openai.com/v1";

/**
 * Reads which chat model to use and how; nothing when `VIRANOVA_LLM_MODEL` is unset.
 *
 * | variable | what it says | unset |
 * |---|---|---|
 * | `OPENAI_API_KEY` | the key of any server | none is sent |
 * | `VIRANOVA_LLM_BASE_URL` | the server's address | OpenAI's |
 * | `VIRANOVA_LLM_TUNED_MODEL` | a tuned model asked beside | none |
 * | `VIRANOVA_LLM_REASONING` | none, minimal, low, medium, high, xhigh or max | the server decides |
 * | `VIRANOVA_LLM_MAX_ANSWER_TOKENS` | tokens of an answer | 64 |
 * | `VIRANOVA_LLM_VIDEOS` | videos that are asked about | 20 |
 * | `VIRANOVA_LLM_PRICES` | `input,output[,cached read[,cache write]]`, dollars a million | see `TokenPrices` |
 * | `VIRANOVA_LLM_LIMIT` | dollars in all | 1 |
 * | `VIRANOVA_LLM_FINE_TUNE` | 1: a fine-tuning job may be sent | 0 |
 * | `VIRANOVA_LLM_TRAINING_PRICE` | dollars a million training tokens | unknown |
 *
 * @throws {RangeError} naming the variable that has no usable value; it never shows the key
 */
export function readLlmSettings(environment: Environment): LlmSettings | undefined {
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
  return {
    baseUrl,
    model,
    tunedModel: environment.VIRANOVA_LLM_TUNED_MODEL?.trim() || undefined,
    apiKey: () => apiKey,
    sampling: {
      maxAnswerTokens: readCount("VIRANOVA_LLM_MAX_ANSWER_TOKENS", environment) ?? 64,
      ...readReasoning(environment),
    },
    videos: readCount("VIRANOVA_LLM_VIDEOS", environment) ?? 20,
    prices: readPrices(environment),
    limitDollars: readAmount("VIRANOVA_LLM_LIMIT", environment) ?? 1,
    fineTune: readSwitch("VIRANOVA_LLM_FINE_TUNE", environment),
    trainingPrice: readAmount("VIRANOVA_LLM_TRAINING_PRICE", environment),
  };
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

function readReasoning(environment: Environment): { reasoningEffort?: ReasoningEffort } {
  const value = environment.VIRANOVA_LLM_REASONING?.trim();
  if (!value) return {};
  if (isEffort(value)) return { reasoningEffort: value };
  throw unusable("VIRANOVA_LLM_REASONING", `one of ${EFFORTS.join(", ")}`, environment);
}

function isEffort(value: string): value is ReasoningEffort {
  return EFFORTS.includes(value);
}

const PRICES = "two to four numbers of at least 0 with commas between";

function readPrices(environment: Environment): TokenPrices | undefined {
  const found = readNumbers("VIRANOVA_LLM_PRICES", environment, { from: 2, to: 4, text: PRICES });
  if (!found) return undefined;
  const [input, output, cachedRead, cacheWrite] = found;
  return { input: input!, output: output!, cachedRead, cacheWrite };
}

function readAmount(variable: string, environment: Environment): number | undefined {
  const text = "a number of at least 0";
  return readNumbers(variable, environment, { from: 1, to: 1, text })?.[0];
}

function readCount(variable: string, environment: Environment): number | undefined {
  const value = environment[variable]?.trim();
  if (!value) return undefined;
  const count = /^\d+$/.test(value) ? Number(value) : 0;
  if (count >= 1 && Number.isSafeInteger(count)) return count;
  throw unusable(variable, "a whole number of at least 1", environment);
}

function readSwitch(variable: string, environment: Environment): boolean {
  const value = environment[variable]?.trim() || "0";
  if (value === "0" || value === "1") return value === "1";
  throw unusable(variable, "0 or 1", environment);
}

function readNumbers(
  variable: string,
  environment: Environment,
  expected: { readonly from: number; readonly to: number; readonly text: string },
): number[] | undefined {
  const value = environment[variable]?.trim();
  if (!value) return undefined;
  const numbers = value.split(",").map((part) => part.trim() ? Number(part) : NaN);
  const isCount = numbers.length >= expected.from && numbers.length <= expected.to;
  if (isCount && numbers.every((it) => Number.isFinite(it) && it >= 0)) return numbers;
  throw unusable(variable, expected.text, environment);
}

/** Names a variable's value, unless it looks like a key that was put into the wrong variable. */
function unusable(variable: string, expected: string, environment: Environment): RangeError {
  const value = environment[variable]?.trim() ?? "";
  const key = environment.OPENAI_API_KEY?.trim();
  const isKey = value.includes("sk-") || key !== undefined && key !== "" && value.includes(key);
  const shown = isKey ? "what looks like a key" : JSON.stringify(value);
  return new RangeError(`${variable}: expected ${expected}, got ${shown}`);
}
