import { lengthBucketedBatches, sortedBatches } from "lib/batches.ts";
import { adamW } from "lib/training/optimizers.ts";
import type { ContinuationData, FineTuneGpt2Options } from "lib/training/fine_tune_gpt2_options.ts";
import { gpt2Plan } from "lib/training/runs/gpt2_plan.ts";
import { inRun } from "lib/training/runs/in_run.ts";
import type { TrainedRun } from "lib/training/runs/trainer_version.ts";
import { tf } from "lib/training/tensorflow.ts";
import { train } from "lib/training/train.ts";
import type { Interruption, TrainingResult, TrainingTask } from "lib/training/train_options.ts";
import type { Gpt2Model } from "lib/training/transformers/gpt2_config.ts";
import {
  type Continuation,
  type NextTokenBatch,
  nextTokenBatch,
  nextTokenLoss,
} from "lib/training/transformers/next_token_loss.ts";

/** How a training went, and which run it was. */
export interface FineTunedGpt2 extends TrainingResult {
  readonly run: TrainedRun;
}

/**
 * Trains a GPT-2 in place to continue prompts with their answers (AdamW, warm-up and linear decay,
 * gradients clipped at norm 1), and leaves it at its best validation.
 *
 * A run that was trained before from the same weights with the same texts and settings goes on, or is
 * taken as it is; it says which.
 *
 * @throws {RangeError} when there are no texts to train on or to validate by, one is longer than
 * the model's positions, or the loss diverges
 * @throws {DamagedRunError} when files of the run are damaged that took long to train
 * @throws {UnwritableError} when the run's folder cannot be written
 */
export async function fineTuneGpt2(
  model: Gpt2Model,
  data: ContinuationData,
  options: FineTuneGpt2Options,
): Promise<FineTunedGpt2> {
  const task = nextTokenTask(model, data, options);
  const settings = { ...DEFAULTS, ...options };
  const { learningRate, weightDecay } = settings;
  const plan = await gpt2Plan(model, data, settings);
  return await inRun(options.folder, plan, async ({ run, watch }) => {
    const result = await train(task, {
      ...settings,
      folder: run.folder,
      watch,
      optimizer: adamW({ weightDecay }),
      learningRate: { peak: learningRate, warmup: 0.1, decay: "linear" },
      clipNorm: 1,
    });
    return { ...result, run };
  });
}

const DEFAULTS = {
  label: "fine-tuning GPT-2",
  lossOn: "answer",
  learningRate: 5e-5,
  weightDecay: 0.01,
  batchSize: 8,
  validationsPerEpoch: 1,
} as const;

/** Next-token prediction as something that `train` can train. */
export function nextTokenTask(
  model: Gpt2Model,
  data: ContinuationData,
  options: Pick<FineTuneGpt2Options, "lossOn" | "batchSize">,
): TrainingTask<NextTokenBatch> {
  const { lossOn, batchSize } = { ...DEFAULTS, ...options };
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
    validate: (interruption) => meanLoss(model, validation, interruption),
  };
}

/** Mean over all predicted tokens of all batches. */
async function meanLoss(
  model: Gpt2Model,
  batches: readonly NextTokenBatch[],
  { from = { batches: 0, values: [] }, reached }: Partial<Interruption> = {},
): Promise<number> {
  let [sum = 0, tokens = 0] = from.values;
  for (let at = from.batches; at < batches.length;) {
    const batch = batches[at++]!;
    const loss = tf.tidy(() => nextTokenLoss(model, batch));
    sum += (await loss.data())[0]! * batch.targets.length;
    tokens += batch.targets.length;
    loss.dispose();
    await reached?.({ batches: at, values: [sum, tokens] });
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
