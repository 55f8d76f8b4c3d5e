import { join } from "node:path";
import process from "node:process";
import { lengthBucketedBatches } from "lib/batches.ts";
import { readDataset } from "lib/loaders/dataset/dataset.ts";
import { createGenerator, type Generator } from "lib/random.ts";
import { lossAndGradients } from "lib/training/gradients.ts";
import { adam, initialState, type OptimizerState } from "lib/training/optimizers.ts";
import { createRegressor, regress, type Regressor } from "lib/training/regressor.ts";
import { loadTensorFlow, tf } from "lib/training/tensorflow.ts";
import { loadBert } from "lib/training/transformers/load_bert.ts";
import { filesIn } from "lib/loaders/models/model_files.ts";
import { padBatch } from "lib/training/transformers/token_batch.ts";
import { loadTokenizer } from "lib/training/transformers/tokenizer.ts";
import { type Measured, median } from "lib/commands/benchmarks/_program.ts";

const [ROWS, REPEATS, EPOCH_SAMPLE] = [16, 5, 12];
const LENGTHS = [72, 112, 145, 237];

/** A model being trained, whose steps are timed. */
interface Trained {
  readonly regressor: Regressor;
  readonly parameters: ReadonlyMap<string, tf.Variable>;
  readonly generator: Generator;
  state: OptimizerState;
}

/**
 * Times steps of the original recipe, as `tests/peers/finetune_steps_torch.py` times PyTorch's: on
 * batches of equal lengths, and on a sample of an epoch's batches padded to their own longest row.
 *
 * The last line sets our epoch against the original's way, every row padded to 512 tokens.
 */
export async function timeFineTuning(folder: string, dataset: string): Promise<Measured> {
  await loadTensorFlow({ backend: "native" });
  const generator = createGenerator(1);
  const encoder = await loadBert(filesIn(folder));
  const tokenizer = await loadTokenizer(filesIn(folder), encoder.config);
  const regressor = createRegressor(encoder, tokenizer, { pooling: "pooler", generator });
  const parameters = new Map([...encoder.parameters, ...regressor.head]);
  const trained: Trained = { regressor, parameters, generator, state: initialState() };
  const milliseconds: Record<string, number> = {};
  for (const length of LENGTHS) {
    const row = Array.from({ length }, () => 1000 + generator.integer(19_000));
    const rows = Array<number[]>(ROWS).fill(row);
    milliseconds[`step of ${ROWS} x ${length} tokens`] = await medianStep(trained, rows);
  }
  const videos = await readDataset(join(dataset, "train_set.csv"));
  const ids = videos.map(({ transcript }) => tokenizer.encode(transcript));
  const epoch = await estimateEpoch(trained, ids);
  milliseconds["epoch, rows padded to their batch's longest"] = epoch;
  milliseconds["the same epoch against the peer padded to 512"] = epoch;
  const results = { "peak memory, GB": Deno.memoryUsage().rss / 1e9 };
  return { milliseconds, results };
}

async function medianStep(trained: Trained, rows: readonly number[][]): Promise<number> {
  const times: number[] = [];
  for (let repeat = 0; repeat <= REPEATS; repeat++) times.push(await timeStep(trained, rows));
  return median(times.slice(1)); // the first one warms up
}

/** An epoch's time from every so many of its batches, the shortest to the longest. */
async function estimateEpoch(trained: Trained, ids: readonly number[][]): Promise<number> {
  const lengths = ids.map(({ length }) => length);
  const batches = lengthBucketedBatches(lengths, { rows: ROWS }, createGenerator(1))
    .sort((a, b) => lengths[a.at(-1)!]! - lengths[b.at(-1)!]!);
  const sample = batches.filter((_, i) => i % Math.ceil(batches.length / EPOCH_SAMPLE) === 0);
  let total = 0;
  for (const batch of sample) total += await timeStep(trained, batch.map((row) => ids[row]!));
  return total / sample.length * batches.length;
}

async function timeStep(trained: Trained, rows: readonly number[][]): Promise<number> {
  const { regressor, parameters, generator } = trained;
  const start = performance.now();
  const batch = padBatch(rows, regressor.encoder.config.padTokenId);
  const targets = rows.map(() => [0.5, 0.7]);
  const { loss, gradients } = lossAndGradients(
    parameters,
    () => tf.mean(tf.squaredDifference(regress(regressor, batch, generator), tf.tensor2d(targets))),
  );
  await loss.data();
  trained.state = adam({ weightDecay: 0.01 }).step(trained.state, gradients, {
    parameters,
    learningRate: 1e-5,
  });
  tf.dispose([loss, ...gradients.values()]);
  return performance.now() - start;
}

if (import.meta.main) {
  const [folder, dataset] = Deno.args;
  process.stdout.write(`${JSON.stringify(await timeFineTuning(folder!, dataset!))}\n`);
}
