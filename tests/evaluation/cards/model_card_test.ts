import assert from "assert";
import { join } from "node:path";
import { type ModelCard, modelCardText } from "lib/evaluation/cards/model_card_text.ts";
import { MODEL_CARD, writeModelCard } from "lib/evaluation/cards/model_card.ts";
import { evaluate } from "lib/metrics/evaluate.ts";
import { inFolder } from "../../_in_folder.ts";
import { prediction } from "../_saved.ts";

const PREDICTIONS = [prediction("aaaaaaaaaaa", 0.6, 0.5), prediction("bbbbbbbbbbb", 0.6, 0.5)];
const CARD: ModelCard = {
  model: "Ridge",
  description: "Reads a transcript and predicts two scores.",
  data: "sample corpus of 240 videos",
  split: "random split, 153 training videos",
  results: [{
    videos: "random split, validation (2 videos)",
    evaluations: evaluate(PREDICTIONS, { resamples: 10, seed: 1 }),
  }],
  intendedUse: ["Ranking drafts of one channel."],
  outOfScope: ["Judging people."],
  limits: ["Channels were known."],
};

const numbers =
  "0.0100 [0.0100, 0.0100] | 0.100 [0.100, 0.100] | 0.000 [0.000, 0.000] | not defined |";
const RESULT = `# Model card: Ridge

Reads a transcript and predicts two scores.

- **Data:** sample corpus of 240 videos
- **Split:** random split, 153 training videos
- **Code:** commit unknown

## Intended use

- Ranking drafts of one channel.

## Out of scope

- Judging people.

## Results

Scores in 0 to 1; in brackets 95% bootstrap intervals.

| Videos | Target | MSE | MAE | R² | Spearman |
| --- | --- | --- | --- | --- | --- |
| random split, validation (2 videos) | both, averaged | ${numbers}
| random split, validation (2 videos) | virality | ${numbers}
| random split, validation (2 videos) | engagement | ${numbers}

## Limits

- Channels were known.

## Files

| File | SHA-256 |
| --- | --- |
| config.json | 44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a |
| model.safetensors | ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad |
`;

Deno.test("writeModelCard() writes the whole card beside the weights, twice the same", () =>
  inFolder(async (root) => {
    const folder = join(root, "model");
    await Deno.mkdir(folder);
    await Deno.writeTextFile(join(folder, "config.json"), "{}");
    await Deno.writeTextFile(join(folder, "model.safetensors"), "abc"); // FIPS 180-2's own example
    for (let time = 0; time < 2; time++) {
      await writeModelCard(folder, CARD, { root });
      assert.equal(await Deno.readTextFile(join(folder, MODEL_CARD)), RESULT);
    }
  }));

Deno.test("writeModelCard() refuses a folder without files and one that is not there", () =>
  inFolder(async (root) => {
    await assert.rejects(writeModelCard(root, CARD, { root }), {
      name: "RangeError",
      message: "Cannot write the model card of Ridge: expected at least one of files, got none",
    });
    await assert.rejects(writeModelCard(join(root, "none"), CARD, { root }), { name: "NotFound" });
  }));

Deno.test("modelCardText() names the published models it was made from, with their revisions", () => {
  const version = { files: [{ name: "a", sha256: "b" }], codeVersion: "unknown" };
  const revision = "e2da8e2f811d1448a5b465c236feacd80ffbac7b";
  const madeFrom = [{ id: "FacebookAI/roberta-base", revision }, { id: "a/b" }, { revision }];
  const facts = modelCardText({ ...CARD, madeFrom }, version).split("\n\n")[2];
  assert.deepEqual(facts!.split("\n"), [
    "- **Made from:** FacebookAI/roberta-base, revision e2da8e2f811d1448a5b465c236feacd80ffbac7b",
    "- **Made from:** a/b, revision not known",
    "- **Data:** sample corpus of 240 videos",
    "- **Split:** random split, 153 training videos",
    "- **Code:** commit unknown",
  ]);
});

Deno.test("modelCardText() refuses a card that leaves out what matters", () => {
  const version = { files: [{ name: "a", sha256: "b" }], codeVersion: "unknown" };
  for (const name of ["results", "intendedUse", "outOfScope", "limits"]) {
    assert.throws(() => modelCardText({ ...CARD, [name]: [] }, version), {
      name: "RangeError",
      message: `Cannot write the model card of Ridge: expected at least one of ${name}, got none`,
    });
  }
});
