import assert from "assert";
import { join } from "node:path";
import { fetchModels, FULL_MODELS } from "lib/commands/_fetch_models.ts";
import { NAMED_MODELS } from "lib/encoders/frames/frame_encoders.ts";
import { NAMED_SOUND_MODELS } from "lib/encoders/sound/sound_encoders.ts";
import { settings } from "lib/settings.ts";
import { FAULTS } from "../loaders/models/_hub_answers.ts";
import { COMMIT, FILES, NEEDS, put, withHub } from "../loaders/models/_places.ts";

Deno.test("fetchModels() fetches what is not on disk, and goes on after a model that does not come", () => {
  const main = { commit: COMMIT, files: FILES };
  const models = {
    "org/good": { revisions: { main } },
    "org/gated": { revisions: { main }, faults: [FAULTS.gatedWithoutToken] },
  };
  return withHub(models, async ({ root, places, hub }) => {
    await put(join(root, "a", "org", "own"), { "config.json": "{}", "model.safetensors": "w" });
    const named = ["org/gated", "org/good", "org/own"].map((name) => ({ name, needs: NEEDS }));
    const lines: string[] = [];
    const failures = await fetchModels(named, { places, print: (line) => lines.push(line) });
    assert.equal(failures, 1);
    assert.match(lines[0]!, /^org\/gated: Cannot fetch config.json of the model org\/gated from /);
    assert.deepEqual(lines.slice(1), [
      `org/good: 0.0 MB, 2 files in ${join("data", "models", "org/good")}, revision ${COMMIT}`,
      `org/own: 0.0 MB, 2 files in ${join("a", "org/own")}`,
      "2 of 3 models are here, 0.0 MB in all",
    ]);
    const count = hub.requests.length;
    const again = named.slice(1);
    assert.equal(await fetchModels(again, { places, print: () => {} }), 0);
    assert.equal(hub.requests.length, count);
  }, { models: ["a"] });
});

Deno.test("setup takes full for --models and nothing else", async () => {
  const { run } = await import("lib/commands/setup.ts");
  await assert.rejects(run(["--models", "half"]), {
    name: "UsageError",
    message: '--models: expected full, got "half"',
  });
});

/** What a notebook's code names: models of the hub, and encoders by their short names. */
function modelsIn(code: string): string[] {
  const short: Readonly<Record<string, string>> = { ...NAMED_MODELS, ...NAMED_SOUND_MODELS };
  const strings = [...code.matchAll(/"([^"\n]+)"/g)].map(([, text]) => text!);
  const organisations = new Set(FULL_MODELS.map(({ name }) => name.split("/")[0]));
  return strings.flatMap((text) => {
    if (Object.hasOwn(short, text)) return [short[text]!];
    return organisations.has(text.split("/")[0]) && /^[\w-]+\/[\w.-]+$/.test(text) ? [text] : [];
  });
}

Deno.test("FULL_MODELS holds exactly the models that the notebooks name", async () => {
  const named = new Set<string>();
  const folder = join(settings.root, "notebooks");
  for await (const { name } of Deno.readDir(folder)) {
    if (!name.endsWith(".ipynb")) continue;
    const { cells } = JSON.parse(await Deno.readTextFile(join(folder, name)));
    for (const { cell_type: kind, source } of cells) {
      if (kind === "code") modelsIn(source.join("")).forEach((model) => named.add(model));
    }
  }
  assert.deepEqual([...named].sort(), FULL_MODELS.map(({ name }) => name).sort());
});
