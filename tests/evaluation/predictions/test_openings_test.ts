import assert from "assert";
import { join } from "node:path";
import {
  openingsOf,
  readOpenings,
  recordOpening,
} from "lib/evaluation/predictions/test_openings.ts";
import { inFolder } from "../../_in_folder.ts";
import { prediction, saved } from "../_saved.ts";

const FIRST = saved({ side: "test" });
const SECOND = saved({ side: "test", predictions: [prediction("aaaaaaaaaaa", 0.3, 0.5)] });

Deno.test("recordOpening() records the same predictions once, in whatever order", () =>
  inFolder(async (folder) => {
    const date = new Date("2026-01-02T03:04:05Z");
    await recordOpening(FIRST, { folder, date });
    await recordOpening({ ...FIRST, predictions: FIRST.predictions.toReversed() }, { folder });
    const openings = await readOpenings(folder);
    assert.equal(openings.length, 1);
    assert.equal(openings[0]!.date, "2026-01-02T03:04:05.000Z");
    assert.match(openings[0]!.digest, /^[0-9a-f]{64}$/);
  }));

Deno.test("recordOpening() records other predictions of a model as another opening", () =>
  inFolder(async (folder) => {
    for (const predictions of [FIRST, SECOND, FIRST]) await recordOpening(predictions, { folder });
    assert.equal((await readOpenings(folder)).length, 2);
  }));

Deno.test("recordOpening() notices the smallest change of one score", () =>
  inFolder(async (folder) => {
    await recordOpening(FIRST, { folder });
    const [first, ...others] = FIRST.predictions;
    const nudged = { ...first!, predicted: { virality: 0.25 + 2 ** -54, engagement: 0.25 } };
    await recordOpening({ ...FIRST, predictions: [nudged, ...others] }, { folder });
    assert.equal((await readOpenings(folder)).length, 2);
  }));

Deno.test("recordOpening() notices that other scores came true", () =>
  inFolder(async (folder) => {
    await recordOpening(FIRST, { folder });
    const predictions = FIRST.predictions.map((it) => (
      { ...it, actual: { virality: 0.5, engagement: 0.6 } }
    ));
    await recordOpening({ ...FIRST, predictions }, { folder });
    assert.equal((await readOpenings(folder)).length, 2);
  }));

Deno.test("openingsOf() tells models, data and protocols apart", () =>
  inFolder(async (folder) => {
    const others = [{ model: "Other" }, { data: "other" }, { protocol: "channels" }];
    for (const change of [{}, ...others]) {
      await recordOpening(saved({ side: "test", ...change }), { folder });
    }
    const openings = await readOpenings(folder);
    assert.equal(openings.length, 4);
    assert.deepEqual(openingsOf(openings, FIRST), [openings[0]]);
  }));

Deno.test("recordOpening() goes on where a line was cut short", () =>
  inFolder(async (folder) => {
    const path = join(folder, "openings.jsonl");
    await recordOpening(FIRST, { folder });
    const whole = await Deno.readTextFile(path);
    await Deno.writeTextFile(path, whole + '{"model":"Ri');
    assert.equal((await readOpenings(folder)).length, 1);
    await recordOpening(SECOND, { folder });
    const text = await Deno.readTextFile(path);
    assert.ok(text.startsWith(whole));
    assert.equal((await readOpenings(folder)).length, 2);
  }));

Deno.test("readOpenings() names a line that is no opening", () =>
  inFolder(async (folder) => {
    const path = join(folder, "openings.jsonl");
    for (const line of ["nonsense", "{}", "null", '{"model":"a","data":"b","protocol":"c"}']) {
      await Deno.writeTextFile(path, line + "\n");
      await assert.rejects(readOpenings(folder), {
        name: "SyntaxError",
        message: `Cannot read the record of test openings from ${path}, line 1: ` +
          `expected model, data, protocol, date and digest, got ${line}`,
      });
    }
  }));

Deno.test("readOpenings() finds none where there is no record", () =>
  inFolder(async (folder) => {
    assert.deepEqual(await readOpenings(folder), []);
  }));
