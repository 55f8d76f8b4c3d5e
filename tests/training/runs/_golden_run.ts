// Prints the losses of three steps of each trainer on the backend that VIRANOVA_BACKEND names.
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { fineTune } from "lib/training/fine_tune.ts";
import { fineTuneGpt2 } from "lib/training/fine_tune_gpt2.ts";
import { IMPROVED_RECIPE, ORIGINAL_RECIPE } from "lib/training/recipes.ts";
import { attentionPooling } from "lib/training/sequences/attention_pooling.ts";
import type { LossByEpoch } from "lib/training/sequences/attention_options.ts";
import { crossAttention } from "lib/training/sequences/cross_attention.ts";
import { loadTensorFlow } from "lib/training/tensorflow.ts";
import type { TrainingEntry } from "lib/training/train_options.ts";
import { loadGpt2 } from "lib/training/transformers/load_gpt2.ts";
import { filesIn } from "lib/loaders/models/model_files.ts";
import { MEETING_COLUMNS, plantMeetings } from "../_meetings.ts";
import { plantSequences } from "../_sequences.ts";

/** Losses by what was trained, in their order. */
export type GoldenLosses = Readonly<Record<string, readonly number[]>>;

const fixture = (name: string) =>
  filesIn(fileURLToPath(new URL(`../../fixtures/${name}`, import.meta.url)));

const texts = ["day", "win", "house", "song", "road", "meal"].map((noun, i) => ({
  transcript: `a ${i % 2 ? "plain" : "great"} ${noun}`,
  scores: { virality: 0.1 + i / 10, engagement: 0.9 - i / 10 },
}));
const data = { train: texts, validation: texts.slice(0, 2) };

const small = { batchSize: 2, epochs: 1, maxTokens: 16 } as const;
const dropping = (share: number) => ({ headDropout: share, encoderDropout: share });

async function losses(folder: string): Promise<GoldenLosses> {
  const dry = { ...small, ...dropping(0) };
  const dropped = await fineTune(
    fixture("tiny-roberta"),
    data,
    { ...ORIGINAL_RECIPE, ...small, ...dropping(0.1), learningRate: 1e-3 },
    { folder, seed: 1 },
  );
  const original = await fineTune(
    fixture("tiny-roberta"),
    data,
    { ...ORIGINAL_RECIPE, ...dry, learningRate: 1e-3 },
    { folder, seed: 1 },
  );
  const improved = await fineTune(
    fixture("tiny-roberta"),
    data,
    {
      ...IMPROVED_RECIPE,
      ...dry,
      ...{ learningRate: 1e-2, warmup: 0.5, frozenLayers: 1, startAtMean: false },
    },
    { folder, seed: 1 },
  );
  const brief = { epochs: 3, batchRows: 4, learningRate: 0.05 };
  const planted = plantSequences(12, 1);
  const pooled = await attentionPooling({ ...brief, hidden: 3 })
    .fit(planted.features, planted.targets);
  const met = plantMeetings(12, 1);
  const crossed = await crossAttention({ ...brief, columnsOf: MEETING_COLUMNS, hidden: 4 })
    .fit(met.features, met.targets);
  return {
    original: lossesOf(original.result.entries),
    improved: lossesOf(improved.result.entries),
    gpt2: await gpt2Losses(folder, 0),
    attentionPooling: pooled.history.flatMap(ofEpoch),
    crossAttention: crossed.history.flatMap(ofEpoch),
    dropped: lossesOf(dropped.result.entries),
    gpt2Dropped: await gpt2Losses(folder, 0.1),
  };
}

async function gpt2Losses(folder: string, dropout: number): Promise<number[]> {
  const { config, parameters } = await loadGpt2(fixture("tiny-gpt2"));
  const rows = Array.from({ length: 6 }, (_, i) => ({
    prompt: [i + 1, i + 2, i + 3],
    answer: [i + 4, 0],
  }));
  const dropouts = {
    embeddingDropout: dropout,
    residualDropout: dropout,
    attentionDropout: dropout,
  };
  const { entries } = await fineTuneGpt2(
    { config: { ...config, ...dropouts }, parameters },
    { train: rows, validation: rows.slice(0, 2) },
    { folder, seed: 1, epochs: 1, batchSize: 2, learningRate: 1e-2 },
  );
  return lossesOf(entries);
}

function lossesOf(entries: readonly TrainingEntry[]): number[] {
  return entries.flatMap((entry) => entry.kind === "epoch" ? [] : [entry.loss]);
}

function ofEpoch({ training, validation }: LossByEpoch): number[] {
  return [training, validation];
}

await loadTensorFlow();
const folder = await Deno.makeTempDir();
try {
  process.stdout.write(JSON.stringify(await losses(join(folder, "runs"))));
} finally {
  await Deno.remove(folder, { recursive: true });
}
