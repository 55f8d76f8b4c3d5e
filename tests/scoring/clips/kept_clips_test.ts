import assert from "assert";
import { join } from "node:path";
import { knownClips, readKeptClips, writeKeptClips } from "lib/scoring/clips/kept_clips.ts";
import { inFolder } from "../../_in_folder.ts";
import { dense } from "../../heads/_matrices.ts";
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

Deno.test("readKeptClips() gives nothing where the last file is missing", () =>
  inFolder(async (folder) => {
    await writeKeptClips(folder, { parts: [], measured: {} });
    await Deno.remove(join(folder, "clips.json"));
    assert.equal(await readKeptClips(folder), undefined);
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
