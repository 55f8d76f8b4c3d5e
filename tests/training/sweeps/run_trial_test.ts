import assert from "assert";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ORIGINAL_RECIPE } from "lib/training/recipes.ts";
import { runTrial } from "lib/training/sweeps/run_trial.ts";
import type { TrialRequest } from "lib/training/sweeps/trial_request.ts";
import { listFolders } from "../_list_folders.ts";

const MODEL = fileURLToPath(new URL("../../fixtures/tiny-roberta", import.meta.url));

async function withRequest(run: (request: TrialRequest) => Promise<void>) {
  const folder = await Deno.makeTempDir();
  const videos = ["a day", "a night", "an hour", "a week"].map((transcript, i) => ({
    transcript,
    scores: { virality: i / 4, engagement: 1 - i / 4 },
  }));
  const dataPath = join(folder, "data.json");
  await Deno.writeTextFile(dataPath, JSON.stringify({ train: videos, validation: videos }));
  const recipe = { ...ORIGINAL_RECIPE, learningRate: 1e-3, batchSize: 2, epochs: 2 };
  try {
    await run({
      model: MODEL,
      dataPath,
      recipe,
      folder: join(folder, "trials"),
      seed: 1,
      untilEpoch: 1,
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("runTrial() trains in a process of its own and goes on where the last job ended", () =>
  withRequest(async (request) => {
    const first = await runTrial(request);
    assert.equal(first.error, undefined);
    assert.equal(first.steps, 2); // four texts in batches of two
    const second = await runTrial({ ...request, untilEpoch: 2 });
    assert.equal(second.steps, 4);
    assert.ok(second.validationLoss! <= first.validationLoss!);
    const [run] = await listFolders(request.folder, /^trial-[0-9a-f]{12}$/);
    const journal = await Deno.readTextFile(join(request.folder, run!, "journal.jsonl"));
    assert.equal(journal.match(/"kind":"step"/g)?.length, 4, "the first epoch was not repeated");
  }));

Deno.test("runTrial() returns a failed trial's reason", () =>
  withRequest(async (request) => {
    const { error, validationLoss } = await runTrial({ ...request, model: "nobody/nothing" });
    assert.match(error!, /nobody\/nothing/);
    assert.equal(validationLoss, undefined);
  }));
