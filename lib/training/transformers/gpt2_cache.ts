import { tf } from "lib/training/tensorflow.ts";
import type { Heads } from "lib/training/transformers/attend.ts";
import { embedding } from "lib/training/transformers/embedding.ts";
import { attendToCache, type KeyValues } from "lib/training/transformers/_cached_attention.ts";
import { runBlocks } from "lib/training/transformers/_gpt2_block.ts";
import { gpt2Embed, gpt2Forward, gpt2Logits } from "lib/training/transformers/gpt2.ts";
import type { Gpt2Model } from "lib/training/transformers/gpt2_config.ts";
import type { TokenBatch } from "lib/training/transformers/token_batch.ts";

/** P prompts that were read once. */
export interface PromptCache {
  /** Keys and values of each layer [P, H, T, D / H], which all of a prompt's continuations share. */
  readonly layers: readonly KeyValues[];
  /** Tokens of each prompt, padding left out. */
  readonly lengths: readonly number[];
  /** Hides padding, [P, 1, 1, T]; missing where there is none. */
  readonly bias?: tf.Tensor4D;
}

/** R continuations of P prompts, as many of each prompt, one prompt's after another's. */
export interface DecodingState {
  readonly prompt: PromptCache;
  /** Keys and values of each layer [R, H, S, D / H] of what followed the prompt; empty at first. */
  readonly own: readonly KeyValues[];
  /** S, tokens that followed the prompt. */
  readonly tokens: number;
  /** Scores of the next token [R, V]. */
  readonly logits: tf.Tensor2D;
}

/**
 * Reads prompts and keeps every layer's keys and values: one continuation of each prompt, with the
 * scores of its first token.
 *
 * @throws {RangeError} as `gpt2Forward` does
 */
export function startDecoding(model: Gpt2Model, batch: TokenBatch): DecodingState {
  const lengths = rowLengths(batch);
  const layers: KeyValues[] = [];
  const onLayer = ({ key, value }: Heads) => {
    layers.push({ key: tf.keep(key), value: tf.keep(value) });
  };
  const [logits, bias] = tf.tidy(() => {
    const hidden = gpt2Forward(model, batch, { onLayer }); // [P·T, D]
    const last = Int32Array.from(lengths, (length, row) => row * batch.tokens + length - 1);
    return [gpt2Logits(model, embedding(hidden, { rows: last })), paddingBias(batch)] as const;
  });
  return { prompt: { layers, lengths, bias }, own: [], tokens: 0, logits };
}

/** What follows in `decodeNext`. */
export interface NextTokens {
  /** R token ids, as many for each prompt. */
  readonly ids: readonly number[];
  /** The continuation that each id follows. @default those of the state, in order */
  readonly parents?: readonly number[];
}

/**
 * Appends a token to continuations and scores the next: the work of R tokens, however long the
 * prompts are. The state before it is used up and disposed, but for the prompts it shares.
 *
 * @throws {RangeError} when the rows are not as many for each prompt, or the positions are used up
 */
export function decodeNext(
  model: Gpt2Model,
  state: DecodingState,
  next: NextTokens,
): DecodingState {
  const { prompt, tokens } = state;
  const rows = next.ids.length;
  const perPrompt = rows / prompt.lengths.length;
  if (rows === 0 || !Number.isInteger(perPrompt)) {
    throw new RangeError(
      `Cannot decode: expected as many tokens for each of ${prompt.lengths.length} prompts, ` +
        `got ${rows}`,
    );
  }
  const positions = Int32Array.from(
    next.ids,
    (_, row) => prompt.lengths[Math.floor(row / perPrompt)]! + tokens,
  );
  const own: KeyValues[] = [];
  const logits = tf.tidy(() => {
    const x = gpt2Embed(model, { ids: Int32Array.from(next.ids), positions }); // [R, D]
    const hidden = runBlocks(x, model, {
      batch: rows,
      tokens: 1,
      attention(heads, layer) {
        const extended = extend(state.own[layer], heads, next.parents);
        own.push({ key: tf.keep(extended.key), value: tf.keep(extended.value) });
        const { key, value } = prompt.layers[layer]!;
        return attendToCache(heads.query, {
          own: extended,
          prompt: { key, value, bias: prompt.bias },
        });
      },
    });
    return gpt2Logits(model, hidden);
  });
  tf.dispose([state.logits, ...tensorsOf(state.own)]);
  return { prompt, own, tokens: tokens + 1, logits };
}

/** Frees a state's tensors, those of its prompts too. */
export function disposeDecoding({ prompt, own, logits }: DecodingState): void {
  const bias = prompt.bias ? [prompt.bias] : [];
  tf.dispose([logits, ...bias, ...tensorsOf(own), ...tensorsOf(prompt.layers)]);
}

/** Appends one token's key and value to those of its parent. */
function extend(
  before: KeyValues | undefined,
  { key, value }: Heads,
  parents: readonly number[] | undefined,
): KeyValues {
  if (!before) return { key, value };
  const rows = parents && tf.tensor1d([...parents], "int32");
  const of = (x: tf.Tensor4D) => rows ? tf.gather(x, rows) : x; // [R, H, S, D / H]
  return {
    key: tf.concat([of(before.key), key], 2), // [R, H, S + 1, D / H]
    value: tf.concat([of(before.value), value], 2),
  };
}

function tensorsOf(layers: readonly KeyValues[]): tf.Tensor[] {
  return layers.flatMap(({ key, value }) => [key, value]);
}

function rowLengths({ batch, tokens, attentionMask }: TokenBatch): number[] {
  return Array.from(
    { length: batch },
    (_, row) =>
      attentionMask.subarray(row * tokens, (row + 1) * tokens).reduce((sum, kept) => sum + kept, 0),
  );
}

function paddingBias({ batch, tokens, attentionMask }: TokenBatch): tf.Tensor4D | undefined {
  if (attentionMask.every((kept) => kept === 1)) return undefined;
  const bias = Float32Array.from(attentionMask, (kept) => kept === 1 ? 0 : -1e9);
  return tf.tensor4d(bias, [batch, 1, 1, tokens]);
}
