import assert from "assert";
import { join } from "node:path";
import { exists } from "lib/files.ts";
import { fineTune } from "lib/training/fine_tune.ts";
import type { FineTuningData } from "lib/training/fine_tune_options.ts";
import { IMPROVED_RECIPE, ORIGINAL_RECIPE } from "lib/training/recipes.ts";
import { disposeRegressor, predictScores } from "lib/training/regressor.ts";
import { loadRegressor, saveRegressor } from "lib/training/regressor_folder.ts";
import { loadTensorFlow } from "lib/training/tensorflow.ts";
import { inFolder } from "../_in_folder.ts";
import { withFiles } from "../loaders/models/_with_files.ts";
import { publishedRoberta } from "./transformers/_published.ts";

await loadTensorFlow({ backend: "cpu" });

const texts = ["a great day", "a plain day", "a great house", "a plain house"].map((
  transcript,
) => ({
  transcript,
  scores: { virality: transcript.includes("great") ? 0.9 : 0.3, engagement: 0.5 },
}));
const data: FineTuningData = { train: texts, validation: texts };
const short = { epochs: 1, batchSize: 2, maxTokens: 16 };

for (
  const [name, recipe] of Object.entries({
    original: { ...ORIGINAL_RECIPE, ...short }, // reads the pooler, which is not published
    improved: { ...IMPROVED_RECIPE, ...short },
  })
) {
  Deno.test(`fineTune() trains roberta-base as published by the ${name} recipe, and saves it whole`, () =>
    inFolder(async (folder) => {
      const model = await publishedRoberta(folder);
      const runs = join(folder, "runs");
      const { regressor } = await fineTune(model, data, recipe, { folder: runs, seed: 1 });
      const said = ["a great day", "nothing much"];
      const before = await predictScores(regressor, said);
      await saveRegressor(join(folder, "saved"), regressor, model);
      disposeRegressor(regressor);
      const loaded = await loadRegressor(join(folder, "saved"));
      assert.deepEqual(await predictScores(loaded, said), before);
      disposeRegressor(loaded);
    }));
}

Deno.test("saveRegressor() copies the tokenizer's files that a model has, and misses no other", () =>
  inFolder(async (folder) => {
    const map = join(folder, "special_tokens_map.json");
    await Deno.writeTextFile(map, '{"pad_token": "<pad>"}');
    const model = withFiles(await publishedRoberta(folder), {
      "tokenizer_config.json": undefined,
      "special_tokens_map.json": map,
    });
    const recipe = { ...IMPROVED_RECIPE, ...short };
    const runs = join(folder, "runs");
    const { regressor } = await fineTune(model, data, recipe, { folder: runs, seed: 1 });
    const saved = join(folder, "saved");
    await saveRegressor(saved, regressor, model);
    disposeRegressor(regressor);
    assert.equal(await exists(join(saved, "tokenizer_config.json")), false);
    const copied = await Deno.readTextFile(join(saved, "special_tokens_map.json"));
    assert.equal(copied, '{"pad_token": "<pad>"}');
    disposeRegressor(await loadRegressor(saved));
  }));
