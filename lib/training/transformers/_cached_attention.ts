import { tf } from "lib/training/tensorflow.ts";

/** Keys and values by head, each [B, H, T, D / H]. */
export interface KeyValues {
  readonly key: tf.Tensor4D;
  readonly value: tf.Tensor4D;
}

/** What one more token of each continuation attends to. */
export interface CachedTokens {
  /** Of the P prompts [P, H, T, D / H]; the bias [P, 1, 1, T] hides padding. */
  readonly prompt: KeyValues & { readonly bias?: tf.Tensor4D };
  /** Of the R continuations, the new token included [R, H, S, D / H]. */
  readonly own: KeyValues;
}

/**
 * Attention of one token of each of R continuations to its prompt and its own past:
 * `softmax([Q Kₚᵀ, Q Kₒᵀ] / √(D / H)) [Vₚ; Vₒ]`, [R, H, 1, D / H] -> [R, H, 1, D / H].
 *
 * The n continuations of a prompt read its keys and values as if they were n tokens of one text, so
 * these are never copied.
 */
export function attendToCache(query: tf.Tensor4D, { prompt, own }: CachedTokens): tf.Tensor4D {
  const [rows, heads, , size] = query.shape;
  const [prompts, , tokens] = prompt.key.shape;
  const ownTokens = own.key.shape[2];
  const scaled = tf.mul(query, 1 / Math.sqrt(size)) as tf.Tensor4D;
  const shared = groupByPrompt(scaled, prompts); // [P, H, n, D / H]
  const promptScores = tf.matMul(shared, prompt.key, false, true); // [P, H, n, T]
  const hidden = prompt.bias ? tf.add(promptScores, prompt.bias) : promptScores;
  const ownScores = tf.matMul(scaled, own.key, false, true) as tf.Tensor4D; // [R, H, 1, S]
  const weights = tf.softmax(tf.concat([hidden, groupByPrompt(ownScores, prompts)], 3));
  const [promptWeights, ownWeights] = tf.split(weights, [tokens, ownTokens], 3);
  const fromPrompt = tf.matMul(promptWeights!, prompt.value); // [P, H, n, D / H]
  const perRow = ungroup(ownWeights as tf.Tensor4D, [rows, heads, 1, ownTokens]);
  const fromOwn = tf.matMul(perRow, own.value); // [R, H, 1, D / H]
  return tf.add(ungroup(fromPrompt as tf.Tensor4D, [rows, heads, 1, size]), fromOwn);
}

type Shape4D = [number, number, number, number];

/** [P·n, H, 1, X] -> [P, H, n, X] */
function groupByPrompt(x: tf.Tensor4D, prompts: number): tf.Tensor4D {
  const [rows, heads, , size] = x.shape;
  const grouped: tf.Tensor4D = tf.reshape(x, [prompts, rows / prompts, heads, size]);
  return tf.transpose(grouped, [0, 2, 1, 3]);
}

/** [P, H, n, X] -> [P·n, H, 1, X] */
function ungroup(x: tf.Tensor4D, shape: Shape4D): tf.Tensor4D {
  return tf.reshape(tf.transpose(x, [0, 2, 1, 3]), shape);
}
