import assert from "assert";
import { frameStats } from "lib/encoders/frames/frame_stats.ts";
import { logMelStats } from "lib/encoders/sound/log_mel_stats.ts";
import { createGenerator } from "lib/random.ts";
import { fitClips, restoreClipModel } from "lib/scoring/models/fit_clips.ts";
import { clipModelKey } from "lib/scoring/models/kept_clips.ts";
import { digestOf } from "lib/storage/digest.ts";
import type { DenseMatrix } from "lib/types.ts";
import { agreed, goldenVideos } from "../_golden_videos.ts";

const pool = goldenVideos();

Deno.test("fitClips() and restoreClipModel() have another version when their numbers are others", async () => {
  const { uniform } = createGenerator(12);
  const matrix = (columns: number): DenseMatrix => {
    const data = Float32Array.from({ length: 3 * columns }, uniform);
    return { kind: "dense", rows: 3, columns, data };
  };
  const parts = pool.videos.map((_, i) => ({
    ...(i % 7 > 0 && { pictures: matrix(frameStats.columns) }),
    ...(i % 5 > 0 && { sound: matrix(logMelStats.columns) }),
  }));
  const fitted = await fitClips(pool, parts);
  const measured = fitted.performances; // as the file calls them
  const model = await restoreClipModel(fitted, pool);
  const golden = parts.map((part, i) => ({ text: pool.videos[i]!.transcript, ...part }));
  const predicted = await model.predict(golden.slice(0, 9));
  const { neighbours } = await model.place({ pictures: golden[1]!.pictures });
  assert.deepEqual(
    {
      version: clipModelKey(pool, { clips: [], ffmpeg: { version: "" } }).identity.version,
      numbers: digestOf(agreed({ measured, predicted, neighbours })),
    },
    { version: 2, numbers: "2ce310a9f12283884aff25f93108d272d56b8afb25541d24c9c54df467f8a344" },
    "kept clips are told apart by the version: count it up in kept_clips.ts, note both here",
  );
});
