import assert from "assert";
import { join } from "node:path";
import { clipModelKey, readClips, writeClips } from "lib/scoring/models/kept_clips.ts";
import { digestOf } from "lib/storage/digest.ts";
import { keyedPath } from "lib/storage/keyed_folder.ts";
import { inFolder } from "../../_in_folder.ts";
import { dense } from "../../heads/_matrices.ts";
import { damagesOf } from "../../storage/_damages.ts";
import { goldenVideos } from "../_golden_videos.ts";

const pool = goldenVideos();
const clips: (string | undefined)[] = pool.videos.map((_, i) => digestOf(i));
const ffmpeg = { version: "7.1" };

Deno.test("clipModelKey() is another for each ingredient", () => {
  const [first, ...rest] = pool.videos;
  const renamed = [{ ...first!, transcript: "x" }, ...rest];
  const keys = [
    clipModelKey(pool, { clips, ffmpeg }),
    clipModelKey(pool, { clips: clips.with(3, "another clip"), ffmpeg }),
    clipModelKey(pool, { clips: clips.with(3, undefined), ffmpeg }),
    clipModelKey(pool, { clips, ffmpeg: { version: "8.0" } }),
    clipModelKey({ ...pool, kind: "real" }, { clips, ffmpeg }),
    clipModelKey({ ...pool, videos: renamed }, { clips, ffmpeg }),
    clipModelKey({ ...pool, groups: pool.groups.with(7, "x") }, { clips, ffmpeg }),
    clipModelKey({ ...pool, groupName: "blocks of 100 rows" }, { clips, ffmpeg }),
  ];
  assert.equal(new Set(keys.map((key) => keyedPath("", key))).size, keys.length);
  for (const field of ["version", "pictures", "sound"]) assert.ok(field in keys[0]!.identity);
});

Deno.test("clipModelKey() stays what it was, so that models are found after a rewrite", () => {
  assert.equal(keyedPath("", clipModelKey(pool, { clips, ffmpeg })), "clips-c1056d0905d6");
});

const rows = (values: number[][]) => ({ ...dense(values), data: Float32Array.from(values.flat()) });

Deno.test("readClips() gives back clips of unequal length, and what they lack", () =>
  inFolder(async (folder) => {
    const parts = [
      { pictures: rows([[1, 2], [3, 4]]), sound: undefined },
      { pictures: undefined, sound: rows([[5]]) },
      { pictures: rows([[6, 7]]), sound: rows([[8], [9], [10]]) },
    ];
    await writeClips(folder, { parts, performances: {} });
    assert.deepEqual(await readClips(folder), { parts, performances: {} });
  }));

Deno.test("readClips() refuses each file of whatever damage, and files that do not belong together", () =>
  inFolder(async (folder) => {
    const kept = { parts: [{ pictures: rows([[1, 2]]) }], performances: {} };
    await writeClips(folder, kept);
    for (const name of ["clips.json", "clips.safetensors"]) {
      const path = join(folder, name);
      const whole = await Deno.readFile(path);
      for (const [how, bytes] of Object.entries(damagesOf(whole))) {
        await Deno.writeFile(path, bytes);
        await assert.rejects(readClips(folder), { name: "SyntaxError" }, `${name}, ${how}`);
      }
      await Deno.writeFile(path, whole);
    }
    const other = join(folder, "other");
    await writeClips(other, { parts: [{ pictures: rows([[3, 4]]) }], performances: {} });
    const file = "clips.safetensors";
    await Deno.copyFile(join(other, file), join(folder, file));
    await assert.rejects(readClips(folder), {
      name: "SyntaxError",
      message: `Cannot read ${
        join(folder, file)
      }: it is not the file that clips.json was written for`,
    });
  }));
