import type { Generator } from "lib/random.ts";
import { tf } from "lib/training/tensorflow.ts";
import type { Heads } from "lib/training/transformers/attend.ts";
import { joinHeads, splitHeads } from "lib/training/transformers/attention.ts";
import { conv1D } from "lib/training/transformers/conv1d.ts";
import { dropout } from "lib/training/transformers/dropout.ts";
import { geluTanh } from "lib/training/transformers/gelu_tanh.ts";
import type { Gpt2Model } from "lib/training/transformers/gpt2_config.ts";
import { layerNorm } from "lib/training/transformers/layer_norm.ts";
import { linearAt } from "lib/training/transformers/_parameter_at.ts";

/** How rows of hidden states are laid out, and what they attend to. */
export interface BlockOptions {
  /** B, texts in the batch. */
  readonly batch: number;
  /** T, tokens a text. */
  readonly tokens: number;
  /** Attention of a layer, counted from 0: heads [B, H, T, D / H] to the weighted values. */
  readonly attention: (heads: Heads, layer: number) => tf.Tensor4D;
  /** Seeds the dropout of training; without one nothing is dropped. */
  readonly generator?: Generator;
}

/** All pre-norm transformer layers and the last norm, [B·T, D] -> [B·T, D]. */
export function runBlocks(x: tf.Tensor2D, model: Gpt2Model, options: BlockOptions): tf.Tensor2D {
  let hidden = x;
  for (let layer = 0; layer < model.config.layers; layer++) {
    hidden = tf.add(hidden, attendAt(hidden, model, { ...options, layer }));
    hidden = tf.add(hidden, feedForward(hidden, model, { ...options, layer }));
  }
  return normAt(hidden, model, "ln_f");
}

type LayerOptions = BlockOptions & { readonly layer: number };

function attendAt(x: tf.Tensor2D, model: Gpt2Model, options: LayerOptions): tf.Tensor2D {
  const { layer, attention, batch, tokens } = options;
  const normed = normAt(x, model, `h.${layer}.ln_1`);
  const joint = conv1D(normed, linearAt(model, `h.${layer}.attn.c_attn`)); // [B·T, 3 · D]
  const [query, key, value] = tf.split<tf.Tensor2D>(joint, 3, 1) // each [B·T, D]
    .map((part) => splitHeads(part, { batch, tokens, heads: model.config.heads }));
  const attended = attention({ query: query!, key: key!, value: value! }, layer);
  const projected = conv1D(joinHeads(attended), linearAt(model, `h.${layer}.attn.c_proj`));
  return dropResidual(projected, model, options);
}

function feedForward(x: tf.Tensor2D, model: Gpt2Model, options: LayerOptions): tf.Tensor2D {
  const { layer } = options;
  const normed = normAt(x, model, `h.${layer}.ln_2`);
  const widened = geluTanh(conv1D(normed, linearAt(model, `h.${layer}.mlp.c_fc`)));
  return dropResidual(conv1D(widened, linearAt(model, `h.${layer}.mlp.c_proj`)), model, options);
}

function dropResidual(x: tf.Tensor2D, { config }: Gpt2Model, { generator }: BlockOptions) {
  return dropout(x, { probability: config.residualDropout, generator });
}

function normAt(x: tf.Tensor2D, model: Gpt2Model, name: string): tf.Tensor2D {
  return layerNorm(x, {
    ...linearAt<tf.Tensor1D>(model, name),
    epsilon: model.config.layerNormEpsilon,
  });
}
