// Sweeps the tiny RoBERTa in the folder given, trials in processes of their own.
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { writeAtomic } from "lib/files.ts";
import { createGenerator } from "lib/random.ts";
import { recipeOf } from "lib/training/sweeps/recipe_of.ts";
import { runSweep } from "lib/training/sweeps/run_sweep.ts";
import { runTrial } from "lib/training/sweeps/run_trial.ts";
import { successiveHalving } from "lib/training/sweeps/successive_halving.ts";

const folder = Deno.args[0]!;
const model = fileURLToPath(new URL("../../fixtures/tiny-roberta", import.meta.url));
const videos = Array.from({ length: 8 }, (_, i) => ({
  transcript: `clip number ${i}`,
  scores: { virality: i / 8, engagement: 1 - i / 8 },
}));
const dataPath = join(folder, "data.json");
await writeAtomic(dataPath, JSON.stringify({ train: videos, validation: videos }));
const space = { learningRate: { kind: "logUniform", low: 1e-4, high: 1e-2 } } as const;
const scheduler = successiveHalving(space, createGenerator(1), { trials: 3, maxEpochs: 3 });
const entries = await runSweep(scheduler, {
  journalPath: join(folder, "sweep.jsonl"),
  runJob: (job) => {
    const recipe = recipeOf(job.configuration, { epochs: 3, batchSize: 4, maxTokens: 12 });
    const trialFolder = join(folder, `${job.trial}`);
    const request = { model, dataPath, recipe, folder: trialFolder, seed: 1 };
    return runTrial({ ...request, untilEpoch: job.epochs });
  },
});
process.stdout.write(JSON.stringify(entries));
