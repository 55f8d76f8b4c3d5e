import type { Generator } from "lib/random.ts";
import { tf } from "lib/training/tensorflow.ts";
import { withGradient } from "lib/training/transformers/_with_gradient.ts";
import { drawKept, drops, keep } from "lib/training/transformers/dropout.ts";

/** Queries, keys and values by head, each [B, H, T, S]. */
export interface Heads {
  readonly query: tf.Tensor4D;
  readonly key: tf.Tensor4D;
  readonly value: tf.Tensor4D;
}

/** How `attend` masks and drops. */
export interface AttendOptions {
  /** Added to the scores, broadcast to [B, H, T, T]; without one every token sees every other. */
  bias?: tf.Tensor4D;
  /** Probability in 0..1 with which an attention weight is dropped. */
  dropout: number;
  generator?: Generator;
}

/**
 * Scaled dot-product attention with dropout of its weights, [B, H, T, S]:
 * `dropout(softmax(Q Kᵀ / √S + bias)) V` (Vaswani et al. 2017).
 *
 * The [B, H, T, T] tensors are by far the largest of a step; only the weights and one byte each for
 * what dropout kept wait for the way back.
 */
export function attend({ query, key, value }: Heads, options: AttendOptions): tf.Tensor4D {
  const scale = 1 / Math.sqrt(query.shape[3]);
  const draw = { probability: options.dropout, generator: options.generator };
  return withGradient([query, key, value], {
    forward() {
      const products = tf.matMul(tf.mul(query, scale), key, false, true); // [B, H, T, T]
      const weights = tf.softmax(options.bias ? tf.add(products, options.bias) : products);
      const kept = drops(draw) ? [drawKept(weights.shape, draw)] : [];
      return {
        value: tf.matMul(thin(weights, kept, options.dropout), value) as tf.Tensor4D,
        saved: [query, key, value, weights, ...kept],
      };
    },
    backward(upstream, saved) {
      const [query, key, value, weights, ...kept] = saved as [
        ...[tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor],
        ...tf.Tensor[],
      ];
      const thinned = thin(weights, kept, options.dropout);
      const ofWeights = thin(tf.matMul(upstream, value, false, true), kept, options.dropout);
      const ofScores = tf.mul(softmaxGradient(ofWeights, weights), scale);
      return [
        tf.matMul(ofScores, key),
        tf.matMul(ofScores, query, true, false),
        tf.matMul(thinned, upstream, true, false),
      ];
    },
  });
}

function thin(x: tf.Tensor, kept: readonly tf.Tensor[], probability: number): tf.Tensor {
  return kept[0] ? keep(x, kept[0], probability) : x;
}

/** `w · g - w · Σ w g`, over the last axis. */
function softmaxGradient(upstream: tf.Tensor, weights: tf.Tensor): tf.Tensor {
  const weighted = tf.mul(upstream, weights);
  return tf.sub(weighted, tf.mul(weights, tf.sum(weighted, -1, true)));
}
