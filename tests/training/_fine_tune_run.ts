// Fine-tunes the tiny RoBERTa in the folder given, going on where an earlier run was killed.
import process from "node:process";
import { fileURLToPath } from "node:url";
import { fineTune } from "lib/training/fine_tune.ts";
import { ORIGINAL_RECIPE } from "lib/training/recipes.ts";
import { loadTensorFlow } from "lib/training/tensorflow.ts";
import { filesIn } from "lib/loaders/models/model_files.ts";
import { withoutSeconds } from "./_without_seconds.ts";

await loadTensorFlow({ backend: "cpu" });
const model = filesIn(fileURLToPath(new URL("../fixtures/tiny-roberta", import.meta.url)));
const videos = Array.from({ length: 12 }, (_, i) => ({
  transcript: `clip number ${i} of the ${i % 2 ? "day" : "night"}`,
  scores: { virality: i / 12, engagement: 1 - i / 12 },
}));
const recipe = { ...ORIGINAL_RECIPE, learningRate: 1e-3, batchSize: 4, epochs: 30, maxTokens: 12 };
const data = { train: videos, validation: videos };
const options = { folder: Deno.args[0]!, seed: 1, validationsPerEpoch: 3 };
const { result } = await fineTune(model, data, recipe, options);
process.stdout.write(JSON.stringify(withoutSeconds(result)));
