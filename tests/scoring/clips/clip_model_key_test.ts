import assert from "assert";
import { frameStats } from "lib/encoders/frames/frame_stats.ts";
import { logMelStats } from "lib/encoders/sound/log_mel_stats.ts";
import { createGenerator } from "lib/random.ts";
import { openClipKnowledge } from "lib/scoring/clips/clip_knowledge.ts";
import { CLIP_MODEL_VERSION, clipModelKey } from "lib/scoring/clips/clip_model_key.ts";
import { measureBases } from "lib/scoring/clips/fit_clips.ts";
import { knownClips } from "lib/scoring/clips/kept_clips.ts";
import { digestOf } from "lib/storage/digest.ts";
import { keyedPath } from "lib/storage/keyed_folder.ts";
import type { DenseMatrix } from "lib/types.ts";
import { agreed, goldenVideos } from "../_golden_videos.ts";

const known = goldenVideos();
const clips: (string | undefined)[] = known.videos.map((_, i) => digestOf(i));
const ffmpeg = { version: "7.1" };

Deno.test("clipModelKey() is another for each ingredient", () => {
  const [first, ...rest] = known.videos;
  const renamed = [{ ...first!, transcript: "x" }, ...rest];
  const keys = [
    clipModelKey(known, { clips, ffmpeg }),
    clipModelKey(known, { clips: clips.with(3, "another clip"), ffmpeg }),
    clipModelKey(known, { clips: clips.with(3, undefined), ffmpeg }),
    clipModelKey(known, { clips, ffmpeg: { version: "8.0" } }),
    clipModelKey({ ...known, kind: "real" }, { clips, ffmpeg }),
    clipModelKey({ ...known, videos: renamed }, { clips, ffmpeg }),
    clipModelKey({ ...known, groups: known.groups.with(7, "x") }, { clips, ffmpeg }),
    clipModelKey({ ...known, groupsName: "blocks of 100 rows" }, { clips, ffmpeg }),
  ];
  assert.equal(new Set(keys.map((key) => keyedPath("", key))).size, keys.length);
  for (const field of ["version", "pictures", "sound"]) assert.ok(field in keys[0]!.identity);
});

Deno.test("clipModelKey() stays what it was, so that models are found after a rewrite", () => {
  assert.equal(keyedPath("", clipModelKey(known, { clips, ffmpeg })), "clips-c1056d0905d6");
});

Deno.test("measureBases() and openClipKnowledge() have another version when their numbers are others", async () => {
  const { uniform } = createGenerator(12);
  const matrix = (columns: number): DenseMatrix => {
    const data = Float32Array.from({ length: 3 * columns }, uniform);
    return { kind: "dense", rows: 3, columns, data };
  };
  const parts = known.videos.map((_, i) => ({
    ...(i % 7 > 0 && { pictures: matrix(frameStats.columns) }),
    ...(i % 5 > 0 && { sound: matrix(logMelStats.columns) }),
  }));
  const golden = knownClips(known.videos, { parts, groups: known.groups });
  const measured = await measureBases(known, golden);
  const knowledge = await openClipKnowledge(golden, known);
  const predicted = await knowledge.predict(golden.slice(0, 9));
  const { neighbours } = await knowledge.place({ pictures: golden[1]!.pictures });
  assert.deepEqual(
    {
      version: CLIP_MODEL_VERSION,
      numbers: digestOf(agreed({ measured, predicted, neighbours })),
    },
    { version: 2, numbers: "2ce310a9f12283884aff25f93108d272d56b8afb25541d24c9c54df467f8a344" },
    "kept clips are told apart by the version: count it up in clip_model_key.ts, note both here",
  );
});
