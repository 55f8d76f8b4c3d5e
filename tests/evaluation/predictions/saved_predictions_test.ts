import assert from "assert";
import { join } from "node:path";
import fc from "fast-check";
import {
  type NewPredictions,
  predictionsFile,
  readPredictions,
  savePredictions,
} from "lib/evaluation/predictions/saved_predictions.ts";
import { readOpenings } from "lib/evaluation/predictions/test_openings.ts";
import { exists } from "lib/files.ts";
import { sealed } from "lib/storage/sealed.ts";
import type { Scores } from "lib/types.ts";
import { inFolder } from "../../_in_folder.ts";
import { testWithDisk } from "../../_unwritable.ts";
import { CODE, prediction, saved, writeNotebooks } from "../_saved.ts";

const RUN = { digest: "r".repeat(64), trainer: 3, recipes: "c".repeat(64) };

/** Saves in a folder, from notebooks of the names that `saved` and its changes use. */
async function save(folder: string, ...all: readonly NewPredictions[]): Promise<void> {
  const notebooks = await Deno.makeTempDir();
  try {
    await writeNotebooks(notebooks, { "Baselines (Textual)": CODE, Other: CODE });
    for (const made of all) await savePredictions(made, { folder, notebooks });
  } finally {
    await Deno.remove(notebooks, { recursive: true });
  }
}

Deno.test("savePredictions() keeps everything, as readPredictions() gives it back", () =>
  inFolder(async (folder) => {
    const full = saved({ role: "baseline", groups: ["channel a", "channel b"], run: RUN });
    await save(join(folder, "deep"), full);
    assert.deepEqual(await readPredictions(join(folder, "deep")), [full]);
  }));

Deno.test("savePredictions() gives any names and scores back as they were", () =>
  inFolder(async (folder) => {
    const name = fc.string({ minLength: 1, unit: "binary" }).filter((text) => text.isWellFormed());
    const score = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
    const rows = fc.array(fc.tuple(name, score, score), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(name, name, rows, async (model, group, triples) => {
        const predictions = triples.map((triple) => prediction(...triple));
        const full = saved({ model, predictions, groups: triples.map(() => group) });
        const own = join(folder, crypto.randomUUID());
        await save(own, full);
        assert.deepEqual(await readPredictions(own), [full]);
      }),
      { numRuns: 50 },
    );
  }));

Deno.test("savePredictions() says what its notebook does now, whatever it is told", () =>
  inFolder(async (folder) => {
    const notebooks = join(folder, "notebooks");
    const digests: string[] = [];
    for (const code of [CODE, `${CODE}\nawait Promise.resolve();`]) {
      await writeNotebooks(notebooks, { "Baselines (Textual)": code });
      await savePredictions(saved({ notebookDigest: "0".repeat(64) }), { folder, notebooks });
      const [kept] = await readPredictions(folder);
      digests.push(kept!.notebookDigest);
    }
    assert.equal(digests[0], saved().notebookDigest);
    assert.notEqual(digests[1], digests[0]);
  }));

Deno.test("savePredictions() names a notebook that is not there", () =>
  inFolder(async (folder) => {
    await assert.rejects(save(folder, saved({ notebook: "Missing" })), {
      name: "NotFound",
      message: /Missing\.ipynb/,
    });
    assert.deepEqual(await Array.fromAsync(Deno.readDir(folder)), []);
  }));

Deno.test("savePredictions() replaces predictions of the same identity and no others", () =>
  inFolder(async (folder) => {
    await save(folder, saved({ trainingRows: 1 }), saved({ trainingRows: 2, run: RUN }));
    assert.deepEqual(await readPredictions(folder), [saved({ trainingRows: 2, run: RUN })]);
    const others = [
      saved({ model: "Other" }),
      saved({ notebook: "Other" }),
      saved({ data: "other" }),
      saved({ protocol: "channels" }),
      saved({ side: "cross-validation" }),
    ];
    await save(folder, ...others);
    assert.equal((await readPredictions(folder)).length, 6);
    const names = new Set([saved(), ...others].map(predictionsFile));
    assert.equal(names.size, 6);
    for (const name of names) assert.ok(await exists(join(folder, name)));
  }));

Deno.test("predictionsFile() names a file by model, notebook, data, protocol and side", () => {
  // sha256 of ["Ridge","Baselines (Textual)","sample corpus of 2 videos","random split","validation"]
  assert.equal(predictionsFile(saved()), "ridge-19ae6f2943a36a11.json");
});

Deno.test("savePredictions() leaves out what else its argument holds", () =>
  inFolder(async (folder) => {
    const more = { ...saved({ run: RUN }), head: { name: "ridge" } };
    await save(folder, { ...more, run: { ...RUN, ...{ folder: "/somewhere" } } });
    assert.deepEqual(await readPredictions(folder), [saved({ run: RUN })]);
  }));

Deno.test("savePredictions() takes any name for a model and stays in its folder", () =>
  inFolder(async (folder) => {
    const inside = join(folder, "predictions");
    const models = ["../../out", "a/b\\c", "CON", "a".repeat(500), "模型", "\u0000", "a\nb", ".."];
    await save(inside, ...models.map((model) => saved({ model })));
    const kept = await readPredictions(inside);
    assert.deepEqual(kept.map(({ model }) => model).sort(), [...models].sort());
    const names = await Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
    assert.deepEqual(names, ["predictions"]);
    for await (const { name } of Deno.readDir(inside)) {
      assert.match(name, /^[a-z0-9-]{0,40}-[0-9a-f]{16}\.json$/);
    }
  }));

Deno.test("savePredictions() writes the same bytes each time", () =>
  inFolder(async (folder) => {
    const path = join(folder, predictionsFile(saved()));
    await save(folder, saved());
    const first = await Deno.readTextFile(path);
    await save(folder, saved());
    assert.equal(await Deno.readTextFile(path), first);
  }));

Deno.test("savePredictions() refuses a score that is not finite before it writes", () =>
  inFolder(async (folder) => {
    const broken = saved({ predictions: [prediction("aaaaaaaaaaa", NaN, 0.5)], side: "test" });
    await assert.rejects(save(folder, broken), {
      name: "SyntaxError",
      message: "Cannot read saved predictions from predictions of Ridge: expected " +
        "predictions[0]: videoId, and predicted and actual scores, got " +
        '{"videoId":"aaaaaaaaaaa","predicted":{"virality":null,"engagement":null},"actual…',
    });
    assert.deepEqual(await Array.fromAsync(Deno.readDir(folder)), []);
  }));

Deno.test("savePredictions() keeps other targets, and what is known of them", () =>
  inFolder(async (folder) => {
    const scored = (videoId: string, actual: Record<string, number>) => ({
      videoId,
      predicted: { rating: 0.5, retention: 0.25 } as unknown as Scores,
      actual: actual as unknown as Scores,
    });
    const known = scored("aaaaaaaaaaa", { rating: 0.5, retention: 0 });
    const made = saved({ predictions: [known, scored("bbbbbbbbbbb", { rating: 1 })] });
    await save(folder, made);
    assert.deepEqual(await readPredictions(folder), [made]);
    const { retention: _, ...fewer } = known.predicted;
    const broken = saved({ predictions: [known, { ...known, predicted: fewer as Scores }] });
    await assert.rejects(save(folder, broken), /expected predictions\[1\]: videoId, and predicted/);
  }));

Deno.test("savePredictions() records the opening of a test side only", () =>
  inFolder(async (folder) => {
    await save(folder, saved());
    assert.deepEqual(await readOpenings(folder), []);
    await save(folder, saved({ side: "test" }));
    assert.deepEqual((await readOpenings(folder)).map(({ model }) => model), ["Ridge"]);
    assert.equal((await readPredictions(folder)).length, 2);
  }));

testWithDisk(
  "savePredictions() names a full or read-only folder, and leaves what was there",
  async (disk) => {
    const folder = join(disk.folder, "predictions");
    await save(folder, saved(), saved({ side: "test" }));
    const more = saved({ predictions: [prediction("aaaaaaaaaaa", 0.3, 0.5)] });
    const problem = new RegExp(`^Cannot write to ${RegExp.escape(folder)}: `);
    for (const harm of [disk.fill, disk.makeReadOnly]) {
      await harm();
      for (const side of ["validation", "test"] as const) {
        await assert.rejects(save(folder, { ...more, side }), {
          name: "UnwritableError",
          message: problem,
        });
      }
      await disk.makeWritable();
      const kept = await readPredictions(folder);
      assert.deepEqual(kept.map(({ predictions }) => predictions.length), [2, 2]);
      assert.equal((await readOpenings(folder)).length, 1);
    }
  },
  { kilobytes: 256 },
);

Deno.test("readPredictions() finds none where there is no folder", () =>
  inFolder(async (folder) => {
    assert.deepEqual(await readPredictions(join(folder, "missing")), []);
  }));

const DAMAGES: Readonly<Record<string, (text: string) => string>> = {
  empty: () => "",
  "half a file": (text) => text.slice(0, text.length / 2),
  "another score": (text) => text.replace('"virality":0.25', '"virality":0.26'),
  "another digest of data": (text) => text.replace("dddd", "ddde"),
  foreign: () => "[1]",
  "no model": () => sealed({ ...saved(), model: "" }),
  "a notebook that is a number": () => sealed({ ...saved(), notebook: 3 }),
  "no digest of the notebook": () => sealed({ ...saved(), notebookDigest: undefined }),
  "no digest of data": () => sealed({ ...saved(), dataDigest: "short" }),
  "a run without a digest": () => sealed({ ...saved(), run: { trainer: 3, recipes: "c" } }),
  "a run of no trainer": () => sealed({ ...saved(), run: { ...RUN, trainer: "3" } }),
  "a run of no recipes": () => sealed({ ...saved(), run: { ...RUN, recipes: undefined } }),
  "no data": () => sealed({ ...saved(), data: undefined }),
  "no protocol": () => sealed({ ...saved(), protocol: null }),
  "no such side": () => sealed({ ...saved(), side: "train" }),
  "half a row": () => sealed({ ...saved(), trainingRows: 1.5 }),
  "rows below 0": () => sealed({ ...saved(), trainingRows: -1 }),
  "no such role": () => sealed({ ...saved(), role: "winner" }),
  "seconds below 0": () => sealed({ ...saved(), seconds: { fit: -1 } }),
  "no seconds": () => sealed({ ...saved(), seconds: undefined }),
  "no predictions": () => sealed({ ...saved(), predictions: [] }),
  "a prediction of nothing": () => sealed({ ...saved(), predictions: [{}] }),
  "too few groups": () => sealed({ ...saved(), groups: ["a"] }),
  "groups that are no list": () => sealed({ ...saved(), groups: "ab" }),
};

Deno.test("readPredictions() sets a damaged file aside and reads the others", async (t) => {
  const other = saved({ model: "Other" });
  for (const [name, damage] of Object.entries(DAMAGES)) {
    await t.step(name, () =>
      inFolder(async (folder) => {
        await save(folder, saved(), other);
        const path = join(folder, predictionsFile(saved()));
        const damaged = damage(await Deno.readTextFile(path));
        await Deno.writeTextFile(path, damaged);
        assert.deepEqual(await readPredictions(folder), [other]);
        assert.equal(await exists(path), false);
        assert.equal(await Deno.readTextFile(`${path}.damaged`), damaged);
        await save(folder, saved());
        assert.equal((await readPredictions(folder)).length, 2);
      }));
  }
});

Deno.test("readPredictions() does not use files of the older form, and leaves them", () =>
  inFolder(async (folder) => {
    const { dataDigest: _, notebookDigest: __, ...old } = saved();
    const path = join(folder, "old.json");
    await Deno.writeTextFile(path, JSON.stringify(old) + "\n");
    await save(folder, saved({ model: "Other" }));
    assert.deepEqual(await readPredictions(folder), [saved({ model: "Other" })]);
    assert.equal(await Deno.readTextFile(path), JSON.stringify(old) + "\n");
  }));

testWithDisk("readPredictions() reads the others where nothing can be set aside", async (disk) => {
  await save(disk.folder, saved(), saved({ model: "Other" }));
  await Deno.writeTextFile(join(disk.folder, predictionsFile(saved())), "{");
  await disk.makeReadOnly();
  assert.deepEqual(await readPredictions(disk.folder), [saved({ model: "Other" })]);
});
