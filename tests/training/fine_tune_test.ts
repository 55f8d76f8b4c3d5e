import assert from "assert";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { fineTune } from "lib/training/fine_tune.ts";
import type { FineTuningData } from "lib/training/fine_tune_options.ts";
import { occludeWords } from "lib/training/occlusion.ts";
import { type FineTuningRecipe, IMPROVED_RECIPE, ORIGINAL_RECIPE } from "lib/training/recipes.ts";
import { disposeRegressor, predictScores } from "lib/training/regressor.ts";
import { loadRegressor, saveRegressor } from "lib/training/regressor_folder.ts";
import { openSafetensors } from "lib/storage/safetensors.ts";
import { loadTensorFlow, tf } from "lib/training/tensorflow.ts";
import { filesIn } from "lib/loaders/models/model_files.ts";
import type { Scores } from "lib/types.ts";
import { inFolder } from "../_in_folder.ts";
import { ONE_TARGET, THREE_TARGETS } from "../_targets.ts";

await loadTensorFlow({ backend: "cpu" });

const model = filesIn(fileURLToPath(new URL("../fixtures/tiny-roberta", import.meta.url)));

/** Twelve texts, alike but for one word that decides their scores. */
const texts = ["day", "win", "house", "song", "road", "meal"]
  .flatMap((noun) => [`a great ${noun}`, `a plain ${noun}`])
  .map((transcript) => {
    const score = transcript.includes("great") ? 0.9 : 0.3;
    return { transcript, scores: { virality: score, engagement: 1 - score } };
  });
const data: FineTuningData = { train: texts, validation: texts };

const recipe: FineTuningRecipe = {
  ...IMPROVED_RECIPE,
  learningRate: 5e-3,
  epochs: 8,
  batchSize: 4,
  headRate: 1,
};

Deno.test("fineTune() learns which word matters, and occludeWords() finds it", () =>
  inFolder(async (folder) => {
    const { regressor, result } = await fineTune(model, data, recipe, { folder, seed: 1 });
    assert.ok(result.best.loss < 0.009, `${result.best.loss}`); // a tenth of the variance, 0.3 squared
    const effects = await occludeWords(regressor, "a great day");
    assert.deepEqual(effects.map(({ text }) => text), ["a", "great", "day"]);
    const [a, great, day] = effects.map(({ effect }) => effect.virality);
    assert.ok(
      great! > Math.abs(a!) && great! > Math.abs(day!),
      `${[a, great, day]}`,
    );
    assert.ok(effects[1]!.effect.engagement < 0);
    disposeRegressor(regressor);
  }));

Deno.test("fineTune() starts from the training mean when the recipe says so", () =>
  inFolder(async (folder) => {
    const still = { ...recipe, learningRate: 0, epochs: 1 };
    const { regressor, result } = await fineTune(model, data, still, { folder, seed: 1 });
    const [scores] = await predictScores(regressor, ["whatever is said"]);
    assert.ok(Math.abs(scores!.virality - 0.6) < 1e-6); // (0.9 + 0.3) / 2
    assert.ok(Math.abs(scores!.engagement - 0.4) < 1e-6);
    assert.ok(Math.abs(result.best.loss - 0.09) < 1e-6); // 0.3 squared
    disposeRegressor(regressor);
  }));

Deno.test("fineTune() by the original recipe garbles texts anew each epoch and repeats by seed", () =>
  inFolder(async (folder) => {
    const original = { ...ORIGINAL_RECIPE, epochs: 2, batchSize: 12 };
    const losses: number[][] = [];
    for (const [run, seed] of [1, 1, 2].entries()) {
      const options = { folder: join(folder, `${run}`), seed };
      const { regressor, result } = await fineTune(model, data, original, options);
      losses.push(result.entries.flatMap((it) => it.kind === "step" ? [it.loss] : []));
      disposeRegressor(regressor);
    }
    assert.deepEqual(losses[0], losses[1]);
    assert.notDeepEqual(losses[0], losses[2]);
  }));

Deno.test("fineTune() leaves frozen layers as they were", () =>
  inFolder(async (folder) => {
    const frozen = { ...recipe, frozenLayers: 1, epochs: 1 };
    const { regressor } = await fineTune(model, data, frozen, { folder, seed: 1 });
    const before = await openSafetensors(await model.file("model.safetensors"));
    const moved = async (name: string) => {
      const { data: old } = await before.read(name);
      const now = await regressor.encoder.parameters.get(name)!.data();
      return old.some((value, i) => value !== now[i]);
    };
    assert.equal(await moved("embeddings.word_embeddings.weight"), false);
    assert.equal(await moved("encoder.layer.0.output.dense.weight"), false);
    assert.equal(await moved("encoder.layer.1.output.dense.weight"), true);
    disposeRegressor(regressor);
  }));

Deno.test("fineTune() drops inside the encoder as much as the recipe says", () =>
  inFolder(async (folder) => {
    const same = { train: Array(8).fill(texts[0]!), validation: [texts[0]!] };
    const lossesWith = async (encoderDropout: number) => {
      const still = { ...recipe, startAtMean: false, learningRate: 0, epochs: 2, encoderDropout };
      const options = { folder: join(folder, `${encoderDropout}`), seed: 1 };
      const { regressor, result } = await fineTune(model, same, still, options);
      disposeRegressor(regressor);
      return new Set(result.entries.flatMap((it) => it.kind === "step" ? [it.loss] : []));
    };
    assert.equal((await lossesWith(0)).size, 1, "equal batches and nothing dropped");
    assert.equal((await lossesWith(0.5)).size, 4, "each of four steps drops others");
  }));

/** The same texts with scores of other targets; retention is known of every other one. */
function scoredBy(names: readonly string[]): FineTuningData["train"] {
  return texts.map(({ transcript, scores: { virality } }, i) => {
    const all = { virality, rating: 1 - virality, ...(i % 4 < 2 && { retention: virality }) };
    const known = Object.entries(all).filter(([name]) => names.includes(name));
    return { transcript, scores: Object.fromEntries(known) as Scores };
  });
}

for (const targets of [ONE_TARGET, THREE_TARGETS]) {
  const names = targets.map(({ name }) => name);
  Deno.test(`fineTune() learns ${names.join(", ")} with one output each`, () =>
    inFolder(async (folder) => {
      const train = scoredBy(names);
      const made = { train, validation: train, targets };
      const { regressor } = await fineTune(model, made, recipe, { folder, seed: 1 });
      assert.deepEqual(regressor.head.get("head.bias")!.shape, [names.length]);
      const [great, plain] = await predictScores(regressor, ["a great day", "a plain day"]);
      assert.deepEqual(Object.keys(great!), names);
      assert.ok(plain!.rating! - great!.rating! > 0.3);
      if (names.length === 3) assert.ok(great!.retention! - plain!.retention! > 0.3);
      await saveRegressor(join(folder, "saved"), regressor, model);
      const loaded = await loadRegressor(join(folder, "saved"));
      assert.deepEqual(loaded.targets, names);
      disposeRegressor(loaded);
      disposeRegressor(regressor);
    }));
}

Deno.test("fineTune() learns nothing from a score that is not known", () =>
  inFolder(async (folder) => {
    const still = { ...recipe, learningRate: 0, epochs: 1 };
    const train = scoredBy(["virality", "rating", "retention"]);
    const made = { train, validation: train, targets: THREE_TARGETS };
    const { regressor, result } = await fineTune(model, made, still, { folder, seed: 1 });
    const [scores] = await predictScores(regressor, ["whatever is said"]);
    assert.ok(Math.abs(scores!.retention! - 0.6) < 1e-6); // the mean of those that are known
    assert.ok(Math.abs(result.best.loss - 0.09) < 1e-6); // 0.3 squared for each that is known
    for (const entry of result.entries) {
      if (entry.kind === "step") assert.ok(Math.abs(entry.loss - 0.09) < 1e-6, `${entry.loss}`);
    }
    disposeRegressor(regressor);
    const without = train.map(({ transcript, scores: { retention: _, ...scores } }) => (
      { transcript, scores: scores as Scores }
    ));
    await assert.rejects(
      fineTune(model, { ...made, train: without }, still, { folder, seed: 1 }),
      /Cannot fine-tune: expected retention of a text to train on .* got none/,
    );
  }));

Deno.test("saveRegressor() writes what loadRegressor() predicts the same with", () =>
  inFolder(async (folder) => {
    const { regressor } = await fineTune(model, data, { ...recipe, epochs: 1 }, {
      folder: join(folder, "run"),
      seed: 1,
    });
    const said = ["a great day", "nothing much", "great great great"];
    const before = await predictScores(regressor, said);
    await saveRegressor(join(folder, "saved"), regressor, model);
    disposeRegressor(regressor);
    const loaded = await loadRegressor(join(folder, "saved"));
    assert.deepEqual(await predictScores(loaded, said), before);
    disposeRegressor(loaded);
    const written = [...Deno.readDirSync(join(folder, "saved"))].map(({ name }) => name).sort();
    assert.deepEqual(written, [
      "config.json",
      "model.safetensors",
      "regression_head.json",
      "regression_head.safetensors",
      "tokenizer.json",
      "tokenizer_config.json",
    ]);
    await Deno.writeTextFile(join(folder, "saved", "regression_head.json"), '{"pooling":"max"}');
    await assert.rejects(loadRegressor(join(folder, "saved")), {
      name: "SyntaxError",
      message: /expected pooling, headDropout and maxTokens, got {"pooling":"max"}/,
    });
  }));

Deno.test("predictScores() does not depend on the other texts of a batch", () =>
  inFolder(async (folder) => {
    const { regressor } = await fineTune(model, data, { ...recipe, epochs: 1 }, {
      folder,
      seed: 1,
    });
    const said = ["great", "a much longer text than the first one of them", "so it goes"];
    const together = await predictScores(regressor, said);
    for (const [i, text] of said.entries()) {
      const [alone] = await predictScores(regressor, [text]);
      assert.ok(Math.abs(alone!.virality - together[i]!.virality) < 1e-5);
    }
    disposeRegressor(regressor);
  }));

Deno.test("predictScores() stopped after any batch goes on to the same numbers", () =>
  inFolder(async (folder) => {
    const { regressor } = await fineTune(model, data, { ...recipe, epochs: 1 }, {
      folder,
      seed: 1,
    });
    const transcripts = texts.map(({ transcript }) => transcript);
    const kept: string[] = [];
    const predicted = await predictScores(regressor, transcripts, {
      batchSize: 4,
      reached: (soFar) => Promise.resolve(void kept.push(JSON.stringify(soFar))),
    });
    assert.equal(kept.length, Math.ceil(texts.length / 4));
    for (const [at, text] of kept.entries()) {
      let batches = 0;
      const again = await predictScores(regressor, transcripts, {
        batchSize: 4,
        from: JSON.parse(text),
        reached: () => Promise.resolve(void batches++),
      });
      assert.deepEqual(again, predicted);
      assert.equal(batches, kept.length - 1 - at);
    }
    disposeRegressor(regressor);
  }));

Deno.test("fineTune() refuses to train on nothing", () =>
  inFolder(async (folder) => {
    await assert.rejects(fineTune(model, { ...data, train: [] }, recipe, { folder, seed: 1 }), {
      name: "RangeError",
      message: /expected texts to train on and to validate by, got 0 and 12/,
    });
  }));

Deno.test("fine-tuning leaves no tensor behind", () =>
  inFolder(async (folder) => {
    const before = tf.memory().numTensors;
    const { regressor } = await fineTune(model, data, { ...recipe, epochs: 1 }, {
      folder,
      seed: 1,
    });
    disposeRegressor(regressor);
    assert.equal(tf.memory().numTensors, before);
  }));
