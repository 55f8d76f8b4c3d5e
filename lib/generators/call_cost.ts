import { isObject } from "lib/json.ts";
import type { TokenPrices } from "lib/llm_settings.ts";

/** Tokens of a call. */
export interface CallTokens {
  /** All tokens of the prompt, those of the cache among them. */
  readonly prompt: number;
  /** Tokens of the answer, thoughts among them. */
  readonly answer: number;
  /** Prompt tokens that the server read from its cache. @default 0 */
  readonly cachedRead?: number;
  /** Prompt tokens that the server wrote to its cache. @default 0 */
  readonly cacheWrite?: number;
}

/** A longer prompt makes the whole call dearer; OpenAI's rule, taken to be everyone's. */
const LONG_PROMPT = { above: 272_000, promptFactor: 2, answerFactor: 1.5 } as const;

/**
 * Billionths of a dollar that a server charges for what it counted, rounded up: each prompt token as
 * input, as read from the cache or as written to it.
 */
export function nanodollarsOf(tokens: CallTokens, prices: TokenPrices): number {
  const { prompt, answer, cachedRead = 0, cacheWrite = 0 } = tokens;
  const { input, output, read, write } = ratesOf(prices, prompt);
  const plain = Math.max(0, prompt - cachedRead - cacheWrite);
  return rounded(plain * input + cachedRead * read + cacheWrite * write + answer * output);
}

/** Billionths of a dollar that a call costs in the dearest case, whatever the cache does. */
export function mostNanodollarsOf({ prompt, answer }: CallTokens, prices: TokenPrices): number {
  const { input, output, read, write } = ratesOf(prices, prompt);
  return rounded(prompt * Math.max(input, read, write) + answer * output);
}

/** What a server counted; nothing where it told no usable numbers. */
export function tokensOfUsage(usage: unknown): CallTokens | undefined {
  if (!isObject(usage)) return undefined;
  const { prompt_tokens: prompt, completion_tokens: answer, prompt_tokens_details } = usage;
  if (!isTokens(prompt) || !isTokens(answer)) return undefined;
  const details = isObject(prompt_tokens_details) ? prompt_tokens_details : {};
  const [cachedRead, cacheWrite] = [details.cached_tokens, details.cache_write_tokens]
    .map((it) => isTokens(it) ? it : 0);
  return { prompt, answer, cachedRead, cacheWrite };
}

function ratesOf({ input, output, cachedRead, cacheWrite }: TokenPrices, prompt: number) {
  const isLong = prompt > LONG_PROMPT.above;
  const [promptFactor, answerFactor] = isLong
    ? [LONG_PROMPT.promptFactor, LONG_PROMPT.answerFactor]
    : [1, 1];
  return {
    input: promptFactor * input,
    output: answerFactor * output,
    read: promptFactor * (cachedRead ?? input),
    write: promptFactor * (cacheWrite ?? 1.25 * input),
  };
}

/** Millionths of a dollar to billionths, up; what only the arithmetic added is left out. */
function rounded(microdollars: number): number {
  return Math.max(0, Math.ceil(microdollars * 1000 - 1e-6));
}

function isTokens(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}
