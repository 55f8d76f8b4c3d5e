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
import { sweepPlan } from "lib/training/sweeps/sweep_plan.ts";
import { filesIn } from "lib/loaders/models/model_files.ts";

const folder = Deno.args[0]!;
const model = fileURLToPath(new URL("../../fixtures/tiny-roberta", import.meta.url));
const videos = Array.from({ length: 8 }, (_, i) => ({
  transcript: `clip number ${i}`,
  scores: { virality: i / 8, engagement: 1 - i / 8 },
}));
const dataPath = join(folder, "data.json");
const data = { train: videos, validation: videos };
await writeAtomic(dataPath, JSON.stringify(data));
const space = { learningRate: { kind: "logUniform", low: 1e-4, high: 1e-2 } } as const;
const scheduler = successiveHalving(space, createGenerator(1), { trials: 3, maxEpochs: 3 });
const fixed = { epochs: 3, batchSize: 4, maxTokens: 12 };
const parts = { model: filesIn(model), data, space, seed: 1, trialSeed: 1, fixed };
const search = { by: "halving", trials: 3, maxEpochs: 3 };
const entries = await runSweep(scheduler, {
  folder,
  ...await sweepPlan({ ...parts, search }, folder),
  runJob: ({ trial, configuration, epochs }, trials) => {
    const recipe = recipeOf(configuration, fixed);
    const request = { model, dataPath, recipe, folder: trials, name: `trial ${trial}`, seed: 1 };
    return runTrial({ ...request, untilEpoch: epochs });
  },
});
process.stdout.write(JSON.stringify(entries.map(({ seconds: _, ...entry }) => entry)));
