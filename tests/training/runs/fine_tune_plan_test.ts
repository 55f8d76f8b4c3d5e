import assert from "assert";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { digestOf } from "lib/storage/digest.ts";
import { openSafetensors } from "lib/storage/safetensors.ts";
import type { FineTuneOptions, FineTuningData } from "lib/training/fine_tune_options.ts";
import { type FineTuningRecipe, IMPROVED_RECIPE, ORIGINAL_RECIPE } from "lib/training/recipes.ts";
import { type FineTuneParts, fineTunePlan } from "lib/training/runs/fine_tune_plan.ts";
import { describeRecipe } from "lib/training/runs/recipe_identity.ts";
import { loadTensorFlow } from "lib/training/tensorflow.ts";
import { filesIn } from "lib/loaders/models/model_files.ts";
import { inFolder } from "../../_in_folder.ts";
import { withFiles } from "../../loaders/models/_with_files.ts";
import { keyOf } from "./_keys.ts";

await loadTensorFlow({ backend: "cpu" });

const FIXTURE = fileURLToPath(new URL("../../fixtures/tiny-roberta", import.meta.url));
const FILES = ["config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json"];

const DATA: FineTuningData = {
  train: [
    { transcript: "a day", scores: { virality: 0.25, engagement: 0.5 } },
    { transcript: "a night", scores: { virality: 0.75, engagement: 1 } },
  ],
  validation: [{ transcript: "an hour", scores: { virality: 0, engagement: 0.125 } }],
};

/** Another value of each field of a recipe; a field more is an error of the type checker. */
const OTHER: Readonly<Required<FineTuningRecipe>> = {
  optimizer: "adam",
  learningRate: 0.5,
  weightDecay: 0.5,
  warmup: 0.5,
  decay: "constant",
  clipNorm: 2,
  layerDecay: 0.5,
  headRate: 5,
  frozenLayers: 1,
  pooling: "pooler",
  startAtMean: false,
  headDropout: 0.5,
  encoderDropout: 0.5,
  noise: { probability: 0.5, level: 0 },
  batchSize: 3,
  epochs: 7,
  maxTokens: 9,
};

/** The key of a run, of which something is other than usual. */
async function keyWith(
  folder: string,
  parts: Partial<FineTuneParts> = {},
  options: Partial<FineTuneOptions> = {},
): Promise<string> {
  const usual = { model: filesIn(FIXTURE), data: DATA, recipe: IMPROVED_RECIPE };
  return keyOf(await fineTunePlan({ ...usual, ...parts }, { folder, seed: 1, ...options }));
}

Deno.test("fineTunePlan() gives another key for each part of a recipe", () =>
  inFolder(async (folder) => {
    const keys = [await keyWith(folder)];
    for (const [field, value] of Object.entries(OTHER)) {
      keys.push(await keyWith(folder, { recipe: { ...IMPROVED_RECIPE, [field]: value } }));
    }
    const { clipNorm: _, ...unclipped } = IMPROVED_RECIPE;
    keys.push(await keyWith(folder, { recipe: unclipped }));
    const noise = { probability: 0, level: 0.5 };
    keys.push(await keyWith(folder, { recipe: { ...IMPROVED_RECIPE, noise } }));
    assert.equal(new Set(keys).size, keys.length);
  }));

Deno.test("fineTunePlan() gives another key for other texts, scores, sides and orders", () =>
  inFolder(async (folder) => {
    const [day, night] = DATA.train as [typeof DATA.train[0], typeof DATA.train[0]];
    const [hour] = DATA.validation as [typeof DATA.train[0]];
    const others: FineTuningData[] = [
      DATA,
      { ...DATA, train: [day, { ...night, transcript: "a knight" }] },
      { ...DATA, train: [day, { ...night, scores: { virality: 0.7, engagement: 1 } }] },
      { ...DATA, train: [day, { ...night, scores: { virality: 0.75, engagement: 0.9 } }] },
      { ...DATA, train: [day, { ...night, scores: { virality: 1, engagement: 0.75 } }] },
      { ...DATA, train: [night, day] },
      { ...DATA, train: [day] },
      { ...DATA, validation: [{ ...hour, transcript: "an our" }] },
      { ...DATA, validation: [{ ...hour, scores: { virality: 0.1, engagement: 0.125 } }] },
      { train: [day, night, hour], validation: [] },
      { train: DATA.validation, validation: DATA.train },
    ];
    const keys = await Promise.all(others.map((data) => keyWith(folder, { data })));
    assert.equal(new Set(keys).size, others.length);
  }));

Deno.test("fineTunePlan() gives another key for each changed file of the model, wherever it lies", () =>
  inFolder(async (folder) => {
    const copy = async (name: string, changed?: string) => {
      const target = join(folder, name);
      await Deno.mkdir(target);
      for (const file of FILES) {
        const bytes = await Deno.readFile(join(FIXTURE, file));
        const more = file === changed ? [32] : [];
        await Deno.writeFile(join(target, file), Uint8Array.from([...bytes, ...more]));
      }
      return await keyWith(folder, { model: filesIn(target) });
    };
    const usual = await keyWith(folder);
    assert.equal(await copy("same"), usual);
    const keys = [usual];
    for (const file of FILES) keys.push(await copy(`other ${file}`, file));
    assert.equal(new Set(keys).size, 1 + FILES.length);
  }));

Deno.test("fineTunePlan() gives another key for each revision, and the old one where none is known", () =>
  inFolder(async (folder) => {
    const commit = "e2da8e2f811d1448a5b465c236feacd80ffbac7b";
    const usual = { model: filesIn(FIXTURE), data: DATA, recipe: IMPROVED_RECIPE };
    const planOf = async (revision?: string) => {
      const model = { ...usual.model, id: "a/tiny", revision };
      return await fineTunePlan({ ...usual, model }, { folder, seed: 1 });
    };
    const [none, main, first] = [await planOf(), await planOf("main"), await planOf(commit)];
    assert.equal(keyOf(none), await keyWith(folder));
    assert.equal(new Set([none, main, first].map(keyOf)).size, 3);
    assert.equal(first.identity.revision, commit);
    assert.deepEqual(
      [none, main, first].map(({ about }) => about.model),
      ["a/tiny", "a/tiny@main", "a/tiny@e2da8e2f811d"],
    );
  }));

Deno.test("fineTunePlan() gives another key for what the options decide, not for how they are followed", () =>
  inFolder(async (folder) => {
    const usual = await keyWith(folder);
    const deciding = [{ seed: 2 }, { validationsPerEpoch: 2 }, { patience: 3 }];
    const keys = await Promise.all(deciding.map((options) => keyWith(folder, {}, options)));
    assert.equal(new Set([usual, ...keys]).size, 1 + deciding.length);
    for (
      const following of [
        { label: "other" },
        { name: "other" },
        { untilEpoch: 1 },
        { validationsPerEpoch: 1 },
        { patience: Infinity },
        { folder: join(folder, "elsewhere") },
      ]
    ) assert.equal(await keyWith(folder, {}, following), usual);
  }));

Deno.test("fineTunePlan() spells out the same identity after any refactoring", () =>
  inFolder(async (folder) => {
    const parts = { model: filesIn(FIXTURE), data: DATA, recipe: ORIGINAL_RECIPE };
    const { identity, about } = await fineTunePlan(parts, { folder, seed: 1, label: "first" });
    assert.deepEqual(identity, {
      kind: "fine-tuned encoder",
      trainer: 1,
      // sha256sum of the four files
      weights: "f0f1d58e7c541c5fbebdc7f51ade61eb720b664eacd12659fa5a29ebe4bc3eb8",
      config: "71bb27d15761fb0a29e92031bcc7984d45da80e551c193de37fd89d09bb37982",
      tokenizer: "8db5d0cbb24362a6487da74bbde04054cd91982e3bb9eb13e68f1c134e421c73",
      tokenizerConfig: "4e578ea27016296e878443df81cd8a84d736ce29a206b33038551c232cf95a27",
      recipe: {
        optimizer: "adam",
        learningRate: 5e-6,
        weightDecay: 0.01,
        warmup: 0,
        decay: "constant",
        layerDecay: 1,
        headRate: 1,
        frozenLayers: 0,
        pooling: "pooler",
        startAtMean: false,
        headDropout: 0.1,
        noise: { probability: 0.7, level: 0.3 },
        batchSize: 16,
        epochs: 5,
        maxTokens: 512,
      },
      // of [["a day",["virality",0.25],["engagement",0.5]],…], computed with Python's hashlib
      train: "633cf3ed52a16775abf8e9b2f700edb925e89f74f35053648d7e8c04ed11d9c3",
      validation: "017c0862378e46af41367dfc3d61ce4ed79a42a58d9822a2e0b27d215b8db1f9",
      seed: 1,
      validationsPerEpoch: 1,
      patience: undefined,
      draws: "TensorFlow.js",
    });
    assert.equal(
      digestOf(identity),
      "dda35dbdd374088ac0312e69a6709db54ba767213dd27b51a650849a3f8f3e22",
    ); // computed with Python's hashlib
    assert.deepEqual(about, {
      model: "tiny-roberta",
      data: "2 + 1 texts",
      recipe: "original, seed 1",
    });
  }));

Deno.test("describeRecipe() names the nearest known recipe and what differs", () => {
  assert.equal(describeRecipe(IMPROVED_RECIPE), "improved");
  const changed = { ...IMPROVED_RECIPE, epochs: 3, noise: { probability: 0.5, level: 0.1 } };
  assert.equal(describeRecipe(changed), "improved, noise 0.5/0.1, epochs 3");
  const { encoderDropout: _, ...own } = { ...IMPROVED_RECIPE };
  assert.equal(describeRecipe(own), "improved, encoderDropout unset");
});

Deno.test("fineTunePlan() gives another key for special tokens of other files, not for repeated ones", () =>
  inFolder(async (folder) => {
    const keyOfFiles = async (changed: Readonly<Record<string, object | undefined>>) => {
      const paths: Record<string, string | undefined> = {};
      for (const [name, content] of Object.entries(changed)) {
        paths[name] = content && join(folder, name);
        if (content) await Deno.writeTextFile(join(folder, name), JSON.stringify(content));
      }
      return await keyWith(folder, { model: withFiles(filesIn(FIXTURE), paths) });
    };
    const usual = await keyWith(folder);
    assert.equal(
      await keyOfFiles({ "special_tokens_map.json": { pad_token: { content: "<pad>" } } }),
      usual,
    );
    const keys = [
      usual,
      await keyOfFiles({ "tokenizer_config.json": undefined }),
      await keyOfFiles({ "tokenizer_config.json": { model_max_length: 512 } }),
      await keyOfFiles({ "special_tokens_map.json": { pad_token: "<unk>" } }),
    ];
    assert.equal(new Set(keys).size, keys.length);
  }));

Deno.test("fineTunePlan() gives another key for another shard", () =>
  inFolder(async (folder) => {
    const shard = "model-00001-of-00001.safetensors";
    const index = join(folder, "index.json");
    const { shapes } = await openSafetensors(join(FIXTURE, "model.safetensors"));
    const weightMap = Object.fromEntries([...shapes.keys()].map((name) => [name, shard]));
    await Deno.writeTextFile(index, JSON.stringify({ weight_map: weightMap }));
    const copy = join(folder, "copy.safetensors");
    const model = withFiles(filesIn(FIXTURE), {
      "model.safetensors": undefined,
      "model.safetensors.index.json": index,
      [shard]: copy,
    });
    const bytes = await Deno.readFile(join(FIXTURE, "model.safetensors"));
    await Deno.writeFile(copy, bytes);
    const usual = await keyWith(folder, { model });
    assert.equal(await keyWith(folder, { model }), usual);
    await Deno.writeFile(copy, bytes.map((byte, i) => i === bytes.length - 1 ? byte ^ 1 : byte));
    assert.notEqual(await keyWith(folder, { model }), usual);
  }));
