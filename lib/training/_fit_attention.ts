import { lengthBucketedBatches } from "lib/batches.ts";
import { selectRows } from "lib/heads/select_rows.ts";
import { createGenerator, deriveSeed } from "lib/random.ts";
import { type AttentionWeights, forward, predictRows } from "lib/training/_attention_model.ts";
import { readWeights, startVariables, type Variables } from "lib/training/_attention_variables.ts";
import { type ColumnScaling, fitColumnScaling } from "lib/training/_column_scaling.ts";
import { padItems } from "lib/training/_padded_items.ts";
import type {
  AttentionPoolingOptions,
  LabelledSequences,
  LossByEpoch,
} from "lib/training/attention_options.ts";
import { adamW } from "lib/training/optimizers.ts";
import { tf } from "lib/training/tensorflow.ts";
import { train } from "lib/training/train.ts";
import type { TrainingTask } from "lib/training/train_options.ts";
import type { DenseMatrix } from "lib/types.ts";

/** Share of the training sequences that validate when no others are given. */
const VALIDATION_SHARE = 0.2;

/** Trains attention pooling and returns the weights of the lowest validation loss. */
export async function fitAttention(
  labelled: LabelledSequences,
  options: AttentionPoolingOptions,
): Promise<{ weights: AttentionWeights; history: LossByEpoch[] }> {
  const { seed = 0, epochs = 60, learningRate = 0.01, weightDecay = 0.01, patience = 10 } = options;
  const { learned, validation } = divide(labelled, options);
  const scaling = fitColumnScaling(learned.features);
  const variables = startVariables(learned, options);
  const heldOut: number[] = [];
  const folder = await Deno.makeTempDir({ prefix: "attention-pooling-" });
  try {
    const task = taskOf({ learned, validation, variables, scaling, heldOut }, options);
    const { entries } = await train(task, {
      folder,
      seed,
      epochs,
      patience,
      optimizer: adamW({ weightDecay, decays: (name) => name !== "b" && name !== "c" }),
      learningRate: { peak: learningRate, decay: "linear" },
      checkpointEverySteps: Infinity,
      label: "Attention pooling",
    });
    const history = entries.filter((entry) => entry.kind === "epoch").map((entry, i) => ({
      epoch: entry.epoch,
      training: entry.trainingLoss,
      validation: entry.validationLoss,
      heldOut: heldOut[i],
    }));
    return { weights: await readWeights(variables, scaling), history };
  } finally {
    tf.dispose(Object.values(variables));
    await Deno.remove(folder, { recursive: true });
  }
}

/** The sequences to learn and those to validate with. */
function divide(labelled: LabelledSequences, { validation, seed = 0 }: AttentionPoolingOptions) {
  if (validation) return { learned: labelled, validation };
  const { features, targets } = labelled;
  const order = createGenerator(deriveSeed(seed, 1)).permutation(features.rows);
  const count = Math.round(VALIDATION_SHARE * order.length);
  if (count === 0) {
    throw new RangeError(
      `Cannot fit attention pooling: expected at least 3 sequences, a fifth of which validate, ` +
        `or validation sequences, got ${features.rows}`,
    );
  }
  const pick = (rows: number[]) => ({
    features: selectRows(features, rows),
    targets: selectRows(targets, rows),
  });
  return { learned: pick(order.slice(count)), validation: pick(order.slice(0, count)) };
}

/** What `taskOf` puts together. */
interface Fitting {
  readonly learned: LabelledSequences;
  readonly validation: LabelledSequences;
  readonly variables: Variables;
  readonly scaling: ColumnScaling;
  /** Hears the held-out loss of each epoch. */
  readonly heldOut: number[];
}

function taskOf(
  { learned, validation, variables, scaling, heldOut }: Fitting,
  options: AttentionPoolingOptions,
): TrainingTask<number[]> {
  const { batchRows = 16 } = options;
  const { features, targets } = learned;
  const lengths = features.items.map(({ rows }) => rows);
  const lossOn = async ({ features, targets }: LabelledSequences) =>
    meanSquaredError(await predictRows(await readWeights(variables, scaling), features), targets);
  return {
    parameters: new Map(Object.entries(variables)),
    batches: (generator) => lengthBucketedBatches(lengths, { rows: batchRows }, generator),
    loss(rows) {
      const items = padItems(rows.map((row) => features.items[row]!), scaling);
      const expected = selectRows(targets, rows);
      const y = tf.tensor2d(Float32Array.from(expected.data), [rows.length, targets.columns]);
      return tf.mean(tf.squaredDifference(forward(variables, items), y));
    },
    async validate() {
      if (options.heldOut) heldOut.push(await lossOn(options.heldOut));
      return await lossOn(validation);
    },
  };
}

function meanSquaredError(predicted: DenseMatrix, actual: DenseMatrix): number {
  let sum = 0;
  for (let at = 0; at < actual.data.length; at++) {
    sum += (predicted.data[at]! - actual.data[at]!) ** 2;
  }
  return sum / actual.data.length;
}
