import assert from "assert";
import type { FineTuneGpt2Options } from "lib/training/fine_tune_gpt2_options.ts";
import { gpt2Plan, type Gpt2Settings } from "lib/training/runs/gpt2_plan.ts";
import { loadTensorFlow, tf } from "lib/training/tensorflow.ts";
import type { Gpt2Config, Gpt2Model } from "lib/training/transformers/gpt2_config.ts";
import { createGpt2, disposeGpt2 } from "lib/training/transformers/load_gpt2.ts";
import { tinyConfig } from "../transformers/_tiny_config.ts";
import { keyOf } from "./_keys.ts";

await loadTensorFlow({ backend: "cpu" });

const ROWS = [{ prompt: [1, 2], answer: [3] }, { prompt: [2], answer: [1, 3] }];
const DATA = { train: ROWS, validation: ROWS.slice(0, 1) };
const SETTINGS: Gpt2Settings = {
  folder: "runs",
  seed: 1,
  epochs: 2,
  lossOn: "answer",
  learningRate: 0.01,
  weightDecay: 0.01,
  batchSize: 2,
  label: "tuning",
  validationsPerEpoch: 1,
};

/** Another value of what decides numbers; an option more is an error of the type checker. */
const OTHER: Readonly<
  Required<Omit<FineTuneGpt2Options, "folder" | "name" | "label" | "untilEpoch">>
> = {
  seed: 2,
  epochs: 3,
  lossOn: "all",
  learningRate: 0.02,
  weightDecay: 0.02,
  batchSize: 3,
  validationsPerEpoch: 2,
  patience: 4,
  pretrained: { id: "openai-community/gpt2", revision: "607a30d783dfa663caf39e06633721c8d4cfcd7e" },
};

const OTHER_CONFIG: Readonly<Gpt2Config> = {
  vocabSize: 7,
  hiddenSize: 12,
  layers: 3,
  heads: 4,
  intermediateSize: 24,
  maxPositions: 20,
  layerNormEpsilon: 1e-3,
  embeddingDropout: 0.5,
  residualDropout: 0.5,
  attentionDropout: 0.5,
  initializerRange: 0.25,
  endTokenId: 3,
};

const model = createGpt2(tinyConfig(), 1);

async function keyWith(
  { weights = model, data = DATA, ...settings }:
    & Partial<Gpt2Settings>
    & { weights?: Gpt2Model; data?: typeof DATA } = {},
): Promise<string> {
  return keyOf(await gpt2Plan(weights, data, { ...SETTINGS, ...settings }));
}

Deno.test("gpt2Plan() gives another key for each setting that decides numbers, and no other", async () => {
  const keys = [await keyWith()];
  for (const [name, value] of Object.entries(OTHER)) keys.push(await keyWith({ [name]: value }));
  assert.equal(new Set(keys).size, 1 + Object.keys(OTHER).length);
  const others = [{ label: "a" }, { name: "a" }, { folder: "a" }, { untilEpoch: 1 }];
  const unknown = { pretrained: { id: "openai-community/gpt2" } }; // its weights are in the key
  for (const other of [...others, { patience: Infinity }, unknown]) {
    assert.equal(await keyWith(other), keys[0]);
  }
});

Deno.test("gpt2Plan() gives another key for each field of the config", async () => {
  const keys = [await keyWith()];
  for (const [field, value] of Object.entries(OTHER_CONFIG)) {
    assert.notEqual(value, model.config[field as keyof Gpt2Config], field);
    keys.push(
      await keyWith({ weights: { ...model, config: { ...model.config, [field]: value } } }),
    );
  }
  assert.equal(new Set(keys).size, 1 + Object.keys(OTHER_CONFIG).length);
});

Deno.test("gpt2Plan() gives another key for weights of which one number differs", async () => {
  const twin = createGpt2(tinyConfig(), 1);
  assert.equal(await keyWith({ weights: twin }), await keyWith());
  const bias = twin.parameters.get("ln_f.bias")!;
  const moved = tf.tidy(() => tf.add(bias, tf.oneHot(tf.scalar(0, "int32"), bias.size)));
  bias.assign(moved as typeof bias);
  assert.notEqual(await keyWith({ weights: twin }), await keyWith());
  tf.dispose(moved);
  disposeGpt2(twin);
});

Deno.test("gpt2Plan() gives another key for other prompts, answers, cuts, sides and orders", async () => {
  const [first, second] = ROWS as [typeof ROWS[0], typeof ROWS[0]];
  const datas = [
    DATA,
    { ...DATA, train: [{ prompt: [1, 1], answer: [3] }, second] },
    { ...DATA, train: [{ prompt: [1, 2], answer: [2] }, second] },
    { ...DATA, train: [{ prompt: [1], answer: [2, 3] }, second] },
    { ...DATA, train: [second, first] },
    { ...DATA, validation: [second] },
    { train: DATA.validation, validation: DATA.train },
  ];
  const keys = await Promise.all(datas.map((data) => keyWith({ data })));
  assert.equal(new Set(keys).size, datas.length);
});

Deno.test("gpt2Plan() spells out the same names after any refactoring", async () => {
  const { identity } = await gpt2Plan(model, DATA, SETTINGS);
  assert.deepEqual(Object.keys(identity).sort(), [
    ...["batchSize", "config", "draws", "epochs", "kind", "learningRate", "lossOn", "patience"],
    ...["seed", "train", "trainer", "validation", "validationsPerEpoch", "weightDecay", "weights"],
  ]);
  // of [[[1,2],[3]],[[2],[1,3]]] and its first row, computed with Python's hashlib
  assert.equal(identity.train, "7b765c725fcd70de9cbab2e04ae12354c3a025f5c6fd9adf862c86867eddfcb6");
  assert.equal(
    identity.validation,
    "8be4b5ee1620ab123170d6a4d474e6c2dd5ed0d3f952405d993a278ad9093607",
  );
});

Deno.test("gpt2Plan() says which published model a run starts from", async () => {
  const of = async (pretrained?: FineTuneGpt2Options["pretrained"]) =>
    await gpt2Plan(model, DATA, { ...SETTINGS, pretrained });
  assert.equal((await of()).about.model, "GPT-2 of 2 layers of 8");
  assert.equal((await of({ id: "openai-community/gpt2" })).about.model, "openai-community/gpt2");
  const { about, identity } = await of(OTHER.pretrained);
  assert.equal(about.model, "openai-community/gpt2@607a30d783df");
  assert.equal(identity.revision, OTHER.pretrained.revision);
});
