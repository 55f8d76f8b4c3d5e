import assert from "assert";
import { join } from "node:path";
import fc from "fast-check";
import { readPredictions, savePredictions } from "lib/evaluation/predictions/saved_predictions.ts";
import { readOpenings } from "lib/evaluation/predictions/test_openings.ts";
import { inFolder } from "../../_in_folder.ts";
import { prediction, saved } from "../_saved.ts";

Deno.test("savePredictions() keeps everything, as readPredictions() gives it back", () =>
  inFolder(async (folder) => {
    const full = saved({ role: "baseline", groups: ["channel a", "channel b"] });
    await savePredictions(full, { folder: join(folder, "deep") });
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
        await savePredictions(full, { folder: own });
        assert.deepEqual(await readPredictions(own), [full]);
      }),
      { numRuns: 50 },
    );
  }));

Deno.test("savePredictions() replaces predictions of the same identity and no others", () =>
  inFolder(async (folder) => {
    await savePredictions(saved({ trainingRows: 1 }), { folder });
    await savePredictions(saved({ trainingRows: 2 }), { folder });
    assert.deepEqual(await readPredictions(folder), [saved({ trainingRows: 2 })]);
    const others = [
      saved({ model: "Other" }),
      saved({ notebook: "Other" }),
      saved({ data: "other" }),
      saved({ protocol: "channels" }),
      saved({ side: "cross-validation" }),
    ];
    for (const other of others) await savePredictions(other, { folder });
    assert.equal((await readPredictions(folder)).length, 6);
  }));

Deno.test("savePredictions() leaves out what else its argument holds", () =>
  inFolder(async (folder) => {
    const more = { ...saved(), head: { name: "ridge" } };
    await savePredictions(more, { folder });
    assert.deepEqual(await readPredictions(folder), [saved()]);
  }));

Deno.test("savePredictions() takes any name for a model and stays in its folder", () =>
  inFolder(async (folder) => {
    const inside = join(folder, "predictions");
    const models = ["../../out", "a/b\\c", "CON", "a".repeat(500), "模型", "\u0000", "a\nb", ".."];
    for (const model of models) await savePredictions(saved({ model }), { folder: inside });
    const kept = await readPredictions(inside);
    assert.deepEqual(kept.map(({ model }) => model).sort(), [...models].sort());
    const names = await Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
    assert.deepEqual(names, ["predictions"]);
    for await (const { name } of Deno.readDir(inside)) {
      assert.match(name, /^[a-z0-9-]{0,40}-[0-9a-f]{16}\.json$/);
    }
  }));

Deno.test("savePredictions() refuses a score that is not finite before it writes", () =>
  inFolder(async (folder) => {
    const broken = saved({ predictions: [prediction("aaaaaaaaaaa", NaN, 0.5)], side: "test" });
    await assert.rejects(savePredictions(broken, { folder }), {
      name: "SyntaxError",
      message: "Cannot read saved predictions from predictions of Ridge: expected " +
        "predictions[0]: videoId, and predicted and actual scores, got " +
        '{"videoId":"aaaaaaaaaaa","predicted":{"virality":null,"engagement":null},"actual…',
    });
    assert.deepEqual(await Array.fromAsync(Deno.readDir(folder)), []);
  }));

Deno.test("savePredictions() records the opening of a test side only", () =>
  inFolder(async (folder) => {
    await savePredictions(saved(), { folder });
    assert.deepEqual(await readOpenings(folder), []);
    await savePredictions(saved({ side: "test" }), { folder });
    assert.deepEqual((await readOpenings(folder)).map(({ model }) => model), ["Ridge"]);
    assert.equal((await readPredictions(folder)).length, 2);
  }));

Deno.test("readPredictions() finds none where there is no folder", () =>
  inFolder(async (folder) => {
    assert.deepEqual(await readPredictions(join(folder, "missing")), []);
  }));

const DAMAGES: readonly [change: Record<string, unknown>, problem: string][] = [
  [{ model: "" }, 'model: a name, got ""'],
  [{ notebook: 3 }, "notebook: a name, got 3"],
  [{ data: undefined }, "data: a name, got nothing"],
  [{ protocol: null }, "protocol: a name, got null"],
  [{ side: "train" }, 'side: validation, test or cross-validation, got "train"'],
  [{ trainingRows: 1.5 }, "trainingRows: a whole number of at least 0, got 1.5"],
  [{ trainingRows: -1 }, "trainingRows: a whole number of at least 0, got -1"],
  [{ role: "winner" }, 'role: baseline, model, original, ensemble or nothing, got "winner"'],
  [
    { seconds: { fit: -1 } },
    'seconds: fit and predict as numbers of at least 0 or nothing, got {"fit":-1}',
  ],
  [
    { seconds: undefined },
    "seconds: fit and predict as numbers of at least 0 or nothing, got nothing",
  ],
  [{ predictions: [] }, "predictions: at least one prediction, got []"],
  [{ predictions: [{}] }, "predictions[0]: videoId, and predicted and actual scores, got {}"],
  [{ groups: ["a"] }, 'groups: a name for each prediction, or nothing, got ["a"]'],
  [{ groups: "ab" }, 'groups: a name for each prediction, or nothing, got "ab"'],
];

Deno.test("readPredictions() names the file and the field that is damaged", async (t) => {
  for (const [change, problem] of DAMAGES) {
    await t.step(problem, () =>
      inFolder(async (folder) => {
        const path = join(folder, "damaged.json");
        await Deno.writeTextFile(path, JSON.stringify({ ...saved(), ...change }));
        await assert.rejects(readPredictions(folder), {
          name: "SyntaxError",
          message: `Cannot read saved predictions from ${path}: expected ${problem}`,
        });
      }));
  }
});

Deno.test("readPredictions() names a file that is cut short or foreign", () =>
  inFolder(async (folder) => {
    const path = join(folder, "foreign.json");
    await Deno.writeTextFile(path, '{"model": "Ri');
    await assert.rejects(readPredictions(folder), {
      name: "SyntaxError",
      message: `Cannot read saved predictions from ${path}: expected JSON, got {"model": "Ri`,
    });
    await Deno.writeTextFile(path, "[1]");
    await assert.rejects(readPredictions(folder), {
      name: "SyntaxError",
      message: `Cannot read saved predictions from ${path}: ` +
        "expected an object of saved predictions, got [1]",
    });
  }));
