import assert from "assert";
import { join } from "node:path";
import {
  openingsOf,
  readOpenings,
  recordOpening,
} from "lib/evaluation/predictions/test_openings.ts";
import { inFolder } from "../../_in_folder.ts";
import { testWithDisk } from "../../_unwritable.ts";
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

Deno.test("recordOpening() loses none of many at once", () =>
  inFolder(async (folder) => {
    const models = Array.from({ length: 12 }, (_, i) => `Model ${i}`);
    await Promise.all(
      models.flatMap((model) => [
        recordOpening({ ...FIRST, model }, { folder }),
        recordOpening({ ...FIRST, model }, { folder }),
      ]),
    );
    const openings = await readOpenings(folder);
    assert.deepEqual(openings.map(({ model }) => model).sort(), models.toSorted());
    const names = await Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
    assert.deepEqual(names, ["openings.jsonl"]);
  }));

Deno.test("recordOpening() takes away the lock of a process that was killed", () =>
  inFolder(async (folder) => {
    for (const opened of [FIRST, FIRST, SECOND]) {
      await Deno.writeTextFile(join(folder, "openings.jsonl.lock"), "");
      await recordOpening(opened, { folder });
      const names = await Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
      assert.deepEqual(names, ["openings.jsonl"]);
    }
    assert.equal((await readOpenings(folder)).length, 2);
  }));

Deno.test("recordOpening() goes on with a record of the older form, a line an opening", () =>
  inFolder(async (folder) => {
    const path = join(folder, "openings.jsonl");
    const old = { model: "Ridge", data: "d", protocol: "p", date: "2026-01-01", digest: "a" };
    const lines = [old, { ...old, digest: "b" }];
    await Deno.writeTextFile(path, lines.map((it) => JSON.stringify(it) + "\n").join(""));
    assert.deepEqual(await readOpenings(folder), lines);
    await recordOpening(FIRST, { folder });
    const openings = await readOpenings(folder);
    assert.deepEqual(openings.slice(0, 2), lines);
    assert.equal(openings.length, 3);
  }));

Deno.test("readOpenings() passes over a line of the older form that was cut short", () =>
  inFolder(async (folder) => {
    const path = join(folder, "openings.jsonl");
    const old = { model: "Ridge", data: "d", protocol: "p", date: "2026-01-01", digest: "a" };
    for (const known of [[], [old]]) {
      const whole = known.map((it) => JSON.stringify(it) + "\n").join("");
      await Deno.writeTextFile(path, whole + '{"model":"Ri');
      assert.deepEqual(await readOpenings(folder), known);
    }
  }));

const DAMAGES: Readonly<Record<string, (text: string) => string>> = {
  empty: () => "",
  half: (text) => text.slice(0, text.length / 2),
  "another date": (text) => text.replace("2026-01-02", "2026-01-03"),
  "an opening less": (text) => text.replace(/,\{"model":"Second".*?\}/, ""),
  nonsense: () => "nonsense\n",
  foreign: () => "{}\n",
  "an older line without a digest": () => '{"model":"a","data":"b","protocol":"c"}\n',
  "an older line in the middle": (text) => `{"model":"a","data":"b"\n${text}`,
};

Deno.test("a damaged record is named and left, by reading and by recording", async (t) => {
  for (const [name, damage] of Object.entries(DAMAGES)) {
    await t.step(name, () =>
      inFolder(async (folder) => {
        const path = join(folder, "openings.jsonl");
        const date = new Date("2026-01-02T03:04:05Z");
        await recordOpening(FIRST, { folder, date });
        await recordOpening({ ...FIRST, model: "Second" }, { folder, date });
        const whole = await Deno.readTextFile(path);
        const damaged = damage(whole);
        assert.notEqual(damaged, whole);
        await Deno.writeTextFile(path, damaged);
        for (const use of [() => readOpenings(folder), () => recordOpening(SECOND, { folder })]) {
          await assert.rejects(use, ({ name, message }: Error) => {
            assert.equal(name, "SyntaxError");
            assert.ok(message.startsWith(`Cannot read ${path}`), message);
            assert.ok(
              message.endsWith(
                ". This record of how often the test set was opened cannot be made again, so it " +
                  "is left as it is: put a copy in its place, or move it away and counting starts " +
                  "anew",
              ),
            );
            return true;
          });
        }
        assert.equal(await Deno.readTextFile(path), damaged);
        const names = await Array.fromAsync(Deno.readDir(folder), (entry) => entry.name);
        assert.deepEqual(names, ["openings.jsonl"]);
      }));
  }
});

testWithDisk(
  "recordOpening() names a full or read-only folder, and knows what it knew",
  async (disk) => {
    const folder = join(disk.folder, "predictions");
    await recordOpening(FIRST, { folder });
    const before = await Deno.readTextFile(join(folder, "openings.jsonl"));
    for (const harm of [disk.fill, disk.makeReadOnly]) {
      await harm();
      await recordOpening(FIRST, { folder });
      await assert.rejects(recordOpening(SECOND, { folder }), {
        name: "UnwritableError",
        message: new RegExp(`^Cannot write to ${RegExp.escape(folder)}: `),
      });
      await disk.makeWritable();
      assert.equal(await Deno.readTextFile(join(folder, "openings.jsonl")), before);
    }
  },
  { kilobytes: 256 },
);

Deno.test("readOpenings() finds none where there is no record", () =>
  inFolder(async (folder) => {
    assert.deepEqual(await readOpenings(folder), []);
  }));
