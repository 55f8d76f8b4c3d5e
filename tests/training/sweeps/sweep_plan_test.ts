import assert from "assert";
import { fileURLToPath } from "node:url";
import { type SweepParts, sweepPlan } from "lib/training/sweeps/sweep_plan.ts";
import { filesIn } from "lib/loaders/models/model_files.ts";
import { inFolder } from "../../_in_folder.ts";
import { keyOf } from "../runs/_keys.ts";

const fixture = (name: string) =>
  filesIn(fileURLToPath(new URL(`../../fixtures/${name}`, import.meta.url)));

const textOf = (transcript: string) => ({
  transcript,
  scores: { virality: 0.5, engagement: 0.5 },
});

const RATE = { kind: "uniform", low: 0, high: 1 } as const;
const SIZE = { kind: "choice", values: [1, 2] } as const;

const PARTS: SweepParts = {
  model: fixture("tiny-roberta"),
  data: { train: [textOf("a")], validation: [textOf("b")] },
  space: { learningRate: RATE, batchSize: SIZE },
  search: { by: "halving", trials: 3, maxEpochs: 3 },
  seed: 1,
  trialSeed: 1,
  fixed: { epochs: 3 },
};

Deno.test("sweepPlan() gives another key for each thing that decides jobs or what comes of them", () =>
  inFolder(async (folder) => {
    const { space, search, data } = PARTS;
    const others: readonly Partial<SweepParts>[] = [
      {},
      { model: fixture("tiny-gpt2") },
      { data: { ...data, train: [textOf("c")] } },
      { data: { ...data, validation: [textOf("c")] } },
      { space: { ...space, batchSize: { kind: "choice", values: [1, 3] } } },
      { space: { ...space, learningRate: { ...RATE, high: 2 } } },
      { space: { ...space, learningRate: { kind: "logUniform", low: 0.1, high: 1 } } },
      { space: { batchSize: SIZE, learningRate: RATE } }, // drawn in another order
      { search: { ...search, by: "random" } },
      { search: { ...search, trials: 4 } },
      { search: { ...search, maxEpochs: 9 } },
      { seed: 2 },
      { trialSeed: 2 },
      { fixed: { epochs: 4 } },
      { fixed: { epochs: 3, maxTokens: 8 } },
    ];
    const keys: string[] = [];
    for (const other of others) keys.push(keyOf(await sweepPlan({ ...PARTS, ...other }, folder)));
    assert.equal(new Set(keys).size, others.length);
    assert.equal(keyOf(await sweepPlan(PARTS, folder)), keys[0]);
  }));

Deno.test("sweepPlan() spells out the same names after any refactoring", () =>
  inFolder(async (folder) => {
    const { identity, about } = await sweepPlan(PARTS, folder);
    assert.deepEqual(Object.keys(identity).sort(), [
      ...["config", "improved", "kind", "original", "search", "seed", "space", "tokenizer"],
      ...["tokenizerConfig", "train", "trainer", "trialSeed", "validation", "weights"],
    ]);
    assert.deepEqual(identity.space, [["learningRate", RATE], ["batchSize", SIZE]]);
    assert.deepEqual(about, {
      model: "tiny-roberta",
      data: "1 + 1 texts",
      recipe: "sweep over learningRate, batchSize, seed 1",
    });
  }));
