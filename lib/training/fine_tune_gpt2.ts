import { lengthBucketedBatches, sortedBatches } from "lib/batches.ts";
import { adamW } from "lib/training/optimizers.ts";
import { tf } from "lib/training/tensorflow.ts";
import { train } from "lib/training/train.ts";
import type { TrainingResult, TrainingTask, TrainOptions } from "lib/training/train_options.ts";
import type { Gpt2Model } from "lib/training/transformers/gpt2_config.ts";
import {
  type Continuation,
  type LossOn,
  type NextTokenBatch,
  nextTokenBatch,
  nextTokenLoss,
} from "lib/training/transformers/next_token_loss.ts";

/** Prompts and answers of a fine-tuning run. */
export interface ContinuationData {
  readonly train: readonly Continuation[];
  /** Chosen by, never trained on. */
  readonly validation: readonly Continuation[];
}

/** How `fineTuneGpt2` trains. */
export interface FineTuneGpt2Options extends
  Pick<
    TrainOptions,
    "folder" | "seed" | "epochs" | "untilEpoch" | "validationsPerEpoch" | "patience" | "label"
  > {
  /** @default "answer" */
  readonly lossOn?: LossOn;
  /** Highest learning rate, reached after a tenth of the steps, then falling to 0. @default 5e-5 */
  readonly learningRate?: number;
  /** Decoupled weight decay. @default 0.01 */
  readonly weightDecay?: number;
  /** Texts a step. @default 8 */
  readonly batchSize?: number;
}

/**
 * Trains a GPT-2 in place to continue prompts with their answers (AdamW, warm-up and linear decay,
 * gradients clipped at norm 1), and leaves it at its best validation; a run that lies in the folder
 * goes on.
 *
 * @throws {RangeError} when there are no texts to train on or to validate by, one is longer than
 * the model's positions, or the loss diverges
 */
export function fineTuneGpt2(
  model: Gpt2Model,
  data: ContinuationData,
  options: FineTuneGpt2Options,
): Promise<TrainingResult> {
  const { learningRate = 5e-5, weightDecay = 0.01, label = "fine-tuning GPT-2" } = options;
  return train(nextTokenTask(model, data, options), {
    ...options,
    label,
    optimizer: adamW({ weightDecay }),
    learningRate: { peak: learningRate, warmup: 0.1, decay: "linear" },
    clipNorm: 1,
  });
}

/** Next-token prediction as something that `train` can train. */
export function nextTokenTask(
  model: Gpt2Model,
  data: ContinuationData,
  options: Pick<FineTuneGpt2Options, "lossOn" | "batchSize">,
): TrainingTask<NextTokenBatch> {
  const { lossOn = "answer", batchSize = 8 } = options;
  checkData(model, data);
  const lengths = data.train.map(lengthOf);
  const gather = (side: readonly Continuation[], rows: readonly number[]) =>
    nextTokenBatch(rows.map((row) => side[row]!), lossOn);
  const validation = sortedBatches(data.validation.map(lengthOf), { rows: batchSize })
    .map((rows) => gather(data.validation, rows));
  return {
    parameters: model.parameters,
    batches: (generator) =>
      lengthBucketedBatches(lengths, { rows: batchSize }, generator)
        .map((rows) => gather(data.train, rows)),
    loss: (batch, generator) => nextTokenLoss(model, batch, generator),
    validate: () => meanLoss(model, validation),
  };
}

/** Mean over all predicted tokens of all batches. */
async function meanLoss(model: Gpt2Model, batches: readonly NextTokenBatch[]): Promise<number> {
  let [sum, tokens] = [0, 0];
  for (const batch of batches) {
    const loss = tf.tidy(() => nextTokenLoss(model, batch));
    sum += (await loss.data())[0]! * batch.targets.length;
    tokens += batch.targets.length;
    loss.dispose();
  }
  return sum / tokens;
}

function lengthOf({ prompt, answer }: Continuation): number {
  return prompt.length + answer.length;
}

function checkData({ config }: Gpt2Model, { train, validation }: ContinuationData): void {
  if (train.length === 0 || validation.length === 0) {
    throw new RangeError(
      "Cannot fine-tune: expected texts to train on and to validate by, " +
        `got ${train.length} and ${validation.length}`,
    );
  }
  for (const [side, rows] of Object.entries({ train, validation })) {
    const tooLong = rows.findIndex((row) => lengthOf(row) > config.maxPositions);
    if (tooLong < 0) continue;
    throw new RangeError(
      `Cannot fine-tune: expected at most ${config.maxPositions} tokens a text, got ` +
        `${lengthOf(rows[tooLong]!)} in row ${tooLong} of ${side}`,
    );
  }
}
