import assert from "assert";
import { join } from "node:path";
import { encodeSounds } from "lib/encoders/sound/encode_sounds.ts";
import { LOG_MEL_STATS_COLUMNS, logMelStats } from "lib/encoders/sound/log_mel_stats.ts";
import { listVideos } from "lib/loaders/clips/video_folder.ts";
import { shipped } from "../../loaders/clips/_clips.ts";
import { inFolder } from "../../_in_folder.ts";
import { makeMixedClips } from "../_mixed_clips.ts";

Deno.test("encodeSounds() gives each clip's rows, no rows where there is no sound, and names broken clips", () =>
  inFolder(async (folder) => {
    await makeMixedClips(folder);
    const files = await listVideos(folder); // both, broken, heard, mute
    const out = join(folder, "out");
    const options = { encoder: logMelStats, fps: 2, ffmpeg: shipped, folder: out };
    const first = await encodeSounds(files, options);
    assert.deepEqual(first.rows, [0, 2, 3]);
    assert.deepEqual(first.features.items.map(({ rows }) => rows), [2, 4, 0]);
    assert.deepEqual([...first.present], [1, 1, 0]);
    const { rows, columns, items } = first.features;
    assert.deepEqual([rows, columns], [3, LOG_MEL_STATS_COLUMNS.length]);
    // a sine of ffmpeg's has amplitude 1/8: 20 log10(1 / (8 sqrt 2)) = -21.07 dB, and 440 Hz is A4
    const [loudnessDb, pitch] = [items[0]!.data[0]!, items[0]!.data[8]!];
    assert.ok(Math.abs(loudnessDb + 21.07) < 0.3, `${loudnessDb}`);
    assert.ok(Math.abs(pitch - 69) < 0.3, `${pitch}`);
    assert.deepEqual(first.failed.map(({ videoId }) => videoId), ["broken"]);
    assert.match(first.failed[0]!.reason, /moov atom not found|Invalid data/);
    await Promise.all([0, 2, 3].map((i) => Deno.remove(files[i]!.path)));
    assert.deepEqual(await encodeSounds(files, options), first); // read from where they were kept
  }));
