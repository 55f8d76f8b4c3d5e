import { lengthBucketedBatches } from "lib/batches.ts";
import { selectRows } from "lib/heads/select_rows.ts";
import { drawDropped } from "lib/training/sequences/_modality_dropout.ts";
import { padItems } from "lib/training/sequences/_padded_items.ts";
import type { Preparation } from "lib/training/sequences/_prepare_sequences.ts";
import {
  forward,
  predictRows,
  type SequenceModel,
} from "lib/training/sequences/_sequence_model.ts";
import { readWeights, type Variables } from "lib/training/sequences/_sequence_variables.ts";
import type { SequenceSettings } from "lib/training/sequences/_fit_plan.ts";
import type { LabelledSequences } from "lib/training/sequences/attention_options.ts";
import { tf } from "lib/training/tensorflow.ts";
import type { TrainingTask } from "lib/training/train_options.ts";
import type { DenseMatrix } from "lib/types.ts";

/** What `sequenceTask` puts together. */
export interface SequenceTaskParts {
  readonly model: SequenceModel;
  readonly learned: LabelledSequences;
  readonly validation: LabelledSequences;
  readonly variables: Variables;
  readonly preparation: Preparation;
}

/** Learning what sequences are worth, with modalities dropped at random. */
export function sequenceTask(
  { model, learned: { features, targets }, validation, variables, preparation }: SequenceTaskParts,
  { batchRows, modalityDropout: chance, heldOut }: Pick<
    SequenceSettings,
    "batchRows" | "modalityDropout" | "heldOut"
  >,
): TrainingTask<number[]> {
  const { modalities } = model;
  const learned = preparation.apply(features).items;
  const lengths = learned.map(({ rows }) => rows);
  const lossOn = async ({ features, targets }: LabelledSequences) => {
    const weights = await readWeights(variables);
    return meanSquaredError(await predictRows({ model, preparation, weights }, features), targets);
  };
  return {
    parameters: new Map(Object.entries(variables)),
    batches: (generator) => lengthBucketedBatches(lengths, { rows: batchRows }, generator),
    loss(rows, generator) {
      const items = rows.map((row) => learned[row]!);
      const dropped = items.map((item) => drawDropped(generator, { item, modalities, chance }));
      const isDropped = (b: number, modality: number) => dropped[b]!.has(modality);
      const padded = padItems(items, { modalities, isDropped });
      const expected = Float32Array.from(selectRows(targets, rows).data);
      const y = tf.tensor2d(expected, [rows.length, targets.columns]);
      return tf.mean(tf.squaredDifference(forward(model, variables, padded), y));
    },
    validate: () => lossOn(validation),
    ...(heldOut && { observe: () => lossOn(heldOut) }),
  };
}

function meanSquaredError(predicted: DenseMatrix, actual: DenseMatrix): number {
  let sum = 0;
  for (let at = 0; at < actual.data.length; at++) {
    sum += (predicted.data[at]! - actual.data[at]!) ** 2;
  }
  return sum / actual.data.length;
}
