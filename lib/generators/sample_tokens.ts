import {
  drawToken,
  type SamplingOptions,
  tokenProbabilities,
} from "lib/generators/token_probabilities.ts";
import { createGenerator, deriveSeed, type Generator } from "lib/random.ts";
import {
  decodeNext,
  type DecodingState,
  disposeDecoding,
  startDecoding,
} from "lib/training/transformers/gpt2_cache.ts";
import type { Gpt2Model } from "lib/training/transformers/gpt2_config.ts";
import { padBatch } from "lib/training/transformers/token_batch.ts";

/** A prompt to be continued. */
export interface SeededPrompt {
  readonly ids: readonly number[];
  /** Decides this prompt's draws, whatever it is batched with; 0 to 2^32-1. */
  readonly seed: number;
}

/** How `sampleTokens` continues prompts. */
export interface SampleTokensOptions extends SamplingOptions {
  /** Continuations of each prompt. */
  readonly samples: number;
  /** Tokens of a continuation at most, the one that stops it included. */
  readonly maxTokens: number;
  /** Tokens that end a continuation. */
  readonly stopTokenIds: ReadonlySet<number>;
}

/** What a model wrote. */
export interface TokenSample {
  /** The stop token left out. */
  readonly ids: readonly number[];
  /** Whether a stop token ended it, rather than `maxTokens`. */
  readonly stopped: boolean;
}

/**
 * Continues each prompt several times, token by token, all in one batch; every prompt is read once
 * and its keys and values are shared by its continuations.
 *
 * @returns the continuations of each prompt
 * @throws {RangeError} when a count is no positive integer or a prompt leaves no room for
 * `maxTokens`
 */
export async function sampleTokens(
  model: Gpt2Model,
  prompts: readonly SeededPrompt[],
  options: SampleTokensOptions,
): Promise<TokenSample[][]> {
  checkOptions(model, prompts, options);
  const { samples, maxTokens } = options;
  const rows = prompts.flatMap(({ seed }) =>
    Array.from({ length: samples }, (_, i) => startRow(deriveSeed(seed, i)))
  );
  let state = startDecoding(model, padBatch(prompts.map(({ ids }) => ids), 0));
  try {
    await drawTokens(state, rows, options);
    while (state.tokens + 1 < maxTokens && rows.some(({ stopped }) => !stopped)) {
      state = decodeNext(model, state, { ids: rows.map(({ last }) => last) });
      await drawTokens(state, rows, options);
    }
  } finally {
    disposeDecoding(state);
  }
  return prompts.map((_, prompt) => rows.slice(prompt * samples, (prompt + 1) * samples));
}

/** A continuation under way. */
interface Row {
  readonly generator: Generator;
  readonly ids: number[];
  /** The token drawn last, a stop token too. */
  last: number;
  stopped: boolean;
}

function startRow(seed: number): Row {
  return { generator: createGenerator(seed), ids: [], last: 0, stopped: false };
}

/** Draws the next token of every continuation that goes on. */
async function drawTokens(
  state: DecodingState,
  rows: readonly Row[],
  options: SampleTokensOptions,
): Promise<void> {
  const [scored, vocabSize] = state.logits.shape; // one row a prompt before the first token
  const logits = await state.logits.data<"float32">();
  const perScored = rows.length / scored;
  for (let at = 0; at < scored; at++) {
    const drawing = rows.slice(at * perScored, (at + 1) * perScored)
      .filter(({ stopped }) => !stopped);
    if (drawing.length === 0) continue;
    const scores = logits.subarray(at * vocabSize, (at + 1) * vocabSize);
    const probabilities = tokenProbabilities(scores, options);
    for (const row of drawing) {
      row.last = drawToken(probabilities, row.generator.uniform());
      row.stopped = options.stopTokenIds.has(row.last);
      if (!row.stopped) row.ids.push(row.last);
    }
  }
}

function checkOptions(
  { config }: Gpt2Model,
  prompts: readonly SeededPrompt[],
  { samples, maxTokens }: SampleTokensOptions,
): void {
  for (const [name, count] of Object.entries({ samples, maxTokens })) {
    if (Number.isInteger(count) && count >= 1) continue;
    throw new RangeError(`Cannot sample: expected ${name} to be an integer from 1, got ${count}`);
  }
  const room = config.maxPositions - maxTokens;
  const tooLong = prompts.findIndex(({ ids }) => ids.length > room);
  if (tooLong >= 0) {
    throw new RangeError(
      `Cannot sample ${maxTokens} tokens: expected prompts of at most ${room}, this GPT-2's ` +
        `positions less those, got ${prompts[tooLong]!.ids.length} in prompt ${tooLong}`,
    );
  }
}
