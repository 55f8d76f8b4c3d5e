import {
  checkPredictionSequences,
  checkTrainingSequences,
} from "lib/heads/sequences/sequence_guards.ts";
import { attentionModel, attentionOf } from "lib/training/sequences/_attention_model.ts";
import { fittedParts } from "lib/training/sequences/_fitted_parts.ts";
import { fitSequenceModel, type Fitting } from "lib/training/sequences/_fit_sequence_model.ts";
import { computeRows, type TrainedModel } from "lib/training/sequences/_sequence_model.ts";
import type {
  AttentionPoolingOptions,
  LossByEpoch,
} from "lib/training/sequences/attention_options.ts";
import type { FittedSequenceHead, SequenceHead } from "lib/training/sequences/sequence_head.ts";
import type { DenseMatrix, Sequences } from "lib/types.ts";

/** What `attentionPooling(…).fit` learned. */
export interface FittedAttentionPooling extends FittedSequenceHead {
  /** Mean squared error after each epoch; the epoch of the lowest validation loss is kept. */
  readonly history: readonly LossByEpoch[];
  /** The share of attention that each row of each sequence receives: [F] each, summing to 1. */
  attention(sequences: Sequences): Promise<Float32Array[]>;
}

/** A head that is `attentionPooling`. */
export interface AttentionPooling extends SequenceHead {
  fit(features: Sequences, targets: DenseMatrix): Promise<FittedAttentionPooling>;
}

/**
 * Learns which rows of a sequence matter: `y = W Σ a_f x_f + b` with
 * `a = softmax(w · tanh(V x_f + c))` over the sequence's own rows.
 *
 * Columns are standardised over all training rows, the loss is the mean squared error, and training
 * starts from the training targets' mean. With `columnsOf` a modality that a row lacks is left at its
 * mean. `loadTensorFlow` must have been called before.
 *
 * Source: Ilse, Tomczak and Welling, "Attention-based deep multiple instance learning" (2018).
 *
 * @throws {RangeError} when `hidden` is no positive whole number; in `fit` when `modalityDropout` or
 * `whiten` cannot be, there are too few sequences to validate with, one has no rows, or it diverges
 * @throws {TypeError} in `fit` when the modalities' columns are not the sequences', or a value is not
 * finite
 */
export function attentionPooling(options: AttentionPoolingOptions = {}): AttentionPooling {
  const { hidden = 16, weightDecay = 0.01, columnsOf } = options;
  if (!Number.isInteger(hidden) || hidden < 1) {
    throw new RangeError(
      `Cannot pool by attention: expected a positive whole number as hidden size, got ${hidden}`,
    );
  }
  const seen = columnsOf ? ` of ${Object.keys(columnsOf).join(", ")}` : "";
  const name = `attention pooling${seen} hidden ${hidden} decay ${weightDecay}`;
  return {
    name,
    async fit(features, targets) {
      checkTrainingSequences(name, features, targets);
      const build: Fitting["build"] = (targets, modalities) =>
        attentionModel({ targets, hidden, modalities });
      const shape = { head: "attention pooling", hidden };
      const fitting = { name, shape, labelled: { features, targets }, columnsOf, build };
      const { trained, history } = await fitSequenceModel(fitting, options);
      return {
        history,
        ...fittedParts(trained, { name, columns: features.columns }),
        async attention(sequences) {
          checkPredictionSequences(name, sequences, features.columns);
          return await attend(trained, sequences);
        },
      };
    },
  };
}

/** Attention [F] to each sequence's rows. */
async function attend(trained: TrainedModel, sequences: Sequences): Promise<Float32Array[]> {
  const found: Float32Array[] = [];
  for await (const { row, values } of computeRows(trained, sequences, attentionOf)) {
    found[row] = values.slice(0, sequences.items[row]!.rows);
  }
  return found;
}
