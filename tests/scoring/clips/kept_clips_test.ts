import assert from "assert";
import { join } from "node:path";
import { knownClips, readKeptClips, writeKeptClips } from "lib/scoring/clips/kept_clips.ts";
import { inFolder } from "../../_in_folder.ts";
import { dense } from "../../heads/_matrices.ts";
import { damagesOf } from "../_damages.ts";
import { known } from "../_scorers.ts";

const rows = (values: number[][]) => ({ ...dense(values), data: Float32Array.from(values.flat()) });

Deno.test("readKeptClips() gives back clips of unequal length, and what they lack", () =>
  inFolder(async (folder) => {
    const parts = [
      { pictures: rows([[1, 2], [3, 4]]), sound: undefined },
      { pictures: undefined, sound: rows([[5]]) },
      { pictures: rows([[6, 7]]), sound: rows([[8], [9], [10]]) },
    ];
    await writeKeptClips(folder, { parts, measured: {} });
    assert.deepEqual(await readKeptClips(folder), { parts, measured: {} });
  }));

Deno.test("readKeptClips() refuses each file of whatever damage, and files that do not belong together", () =>
  inFolder(async (folder) => {
    const kept = { parts: [{ pictures: rows([[1, 2]]) }], measured: {} };
    await writeKeptClips(folder, kept);
    for (const name of ["clips.json", "clips.safetensors"]) {
      const path = join(folder, name);
      const whole = await Deno.readFile(path);
      for (const [how, bytes] of Object.entries(damagesOf(whole))) {
        await Deno.writeFile(path, bytes);
        await assert.rejects(readKeptClips(folder), { name: "SyntaxError" }, `${name}, ${how}`);
      }
      await Deno.writeFile(path, whole);
    }
    const other = join(folder, "other");
    await writeKeptClips(other, { parts: [{ pictures: rows([[3, 4]]) }], measured: {} });
    const file = "clips.safetensors";
    await Deno.copyFile(join(other, file), join(folder, file));
    await assert.rejects(readKeptClips(folder), {
      name: "SyntaxError",
      message: `Cannot read ${
        join(folder, file)
      }: it is not the file that clips.json was written for`,
    });
  }));

Deno.test("knownClips() sets videos beside their parts and groups", () => {
  const parts = known.videos.map((_, i) => ({ pictures: rows([[i]]) }));
  const clips = knownClips(known.videos, { parts, groups: known.groups });
  const { transcript, scores } = known.videos[7]!;
  assert.deepEqual(clips[7], {
    text: transcript,
    scores,
    group: known.groups[7],
    pictures: rows([[7]]),
  });
});
