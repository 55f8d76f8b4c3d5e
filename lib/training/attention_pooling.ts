import { checkPredictionSequences, checkTrainingSequences } from "lib/heads/sequence_guards.ts";
import type { FittedHead, Head } from "lib/heads/head.ts";
import { attend, predictRows } from "lib/training/_attention_model.ts";
import { fitAttention } from "lib/training/_fit_attention.ts";
import type { AttentionPoolingOptions, LossByEpoch } from "lib/training/attention_options.ts";
import type { DenseMatrix, Sequences } from "lib/types.ts";

/** What `attentionPooling(…).fit` learned. */
export interface FittedAttentionPooling extends FittedHead<Sequences> {
  /** Mean squared error after each epoch; the epoch of the lowest validation loss is kept. */
  readonly history: readonly LossByEpoch[];
  /** The share of attention that each row of each sequence receives: [F] each, summing to 1. */
  attention(sequences: Sequences): Promise<Float32Array[]>;
}

/** A head that is `attentionPooling`. */
export interface AttentionPooling extends Head<Sequences> {
  fit(features: Sequences, targets: DenseMatrix): Promise<FittedAttentionPooling>;
}

/**
 * Learns which rows of a sequence matter: `y = W Σ a_f x_f + b` with
 * `a = softmax(w · tanh(V x_f + c))` over the sequence's own rows.
 *
 * Columns are standardised over all training rows, the loss is the mean squared error, and training
 * starts from the training targets' mean. `loadTensorFlow` must have been called before.
 *
 * Source: Ilse, Tomczak and Welling, "Attention-based deep multiple instance learning" (2018).
 *
 * @throws {RangeError} in `fit` when there are too few sequences to validate with, or it diverges
 */
export function attentionPooling(options: AttentionPoolingOptions = {}): AttentionPooling {
  const { hidden = 16, weightDecay = 0.01 } = options;
  const name = `attention pooling hidden ${hidden} decay ${weightDecay}`;
  return {
    name,
    async fit(features, targets) {
      checkTrainingSequences(name, features, targets);
      const { weights, history } = await fitAttention({ features, targets }, options);
      const check = (sequences: Sequences) =>
        checkPredictionSequences(name, sequences, features.columns);
      return {
        history,
        async predict(sequences) {
          check(sequences);
          return await predictRows(weights, sequences);
        },
        async attention(sequences) {
          check(sequences);
          return await attend(weights, sequences);
        },
      };
    },
  };
}
