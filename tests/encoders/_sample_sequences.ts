import assert from "assert";
import { join } from "node:path";
import { embedVideos } from "lib/encoders/frames/embed_videos.ts";
import { frameStats } from "lib/encoders/frames/frame_stats.ts";
import { embedSounds } from "lib/encoders/sound/embed_sounds.ts";
import { logMelStats } from "lib/encoders/sound/log_mel_stats.ts";
import { type FeatureStore, openFeatureStore } from "lib/encoders/store.ts";
import { findFfmpeg } from "lib/loaders/clips/ffmpeg.ts";
import { renderSampleClips } from "lib/loaders/sample/sample_clips.ts";
import type { SampleVideo } from "lib/loaders/sample/sample_corpus.ts";
import { settings } from "lib/settings.ts";
import type { Sequences } from "lib/types.ts";

/** Statistics of sample clips at two frames a second; clips and statistics stay in the cache. */
export async function sampleFrameStats(videos: readonly SampleVideo[]): Promise<Sequences> {
  const { ffmpeg, clips } = await renderClips(videos);
  const extraction = { encoder: frameStats, fps: 2, reuseBelow: 0, ffmpeg };
  const store = await openFeatureStore(join(clips.folder, "features"), extraction);
  for await (const outcome of embedVideos(clips.files, { ...extraction, store })) {
    assert.notEqual(outcome.kind, "failed");
  }
  return await readAll(store, videos, frameStats.columns);
}

/** Statistics of sample clips' sound at two rows a second; clips and statistics stay in the cache. */
export async function sampleLogMelStats(videos: readonly SampleVideo[]): Promise<Sequences> {
  const { ffmpeg, clips } = await renderClips(videos);
  const extraction = { encoder: logMelStats, fps: 2, reuseBelow: 0, ffmpeg };
  const store = await openFeatureStore(join(clips.folder, "features"), extraction);
  for await (const { kind } of embedSounds(clips.files, { ...extraction, store })) {
    assert.ok(kind === "encoded" || kind === "done before", kind);
  }
  return await readAll(store, videos, logMelStats.columns);
}

async function renderClips(videos: readonly SampleVideo[]) {
  const ffmpeg = await findFfmpeg(settings.ffmpeg);
  const folder = join(settings.cache, "sample-clips");
  return { ffmpeg, clips: await renderSampleClips(videos, { folder, ffmpeg }) };
}

async function readAll(
  store: FeatureStore,
  videos: readonly SampleVideo[],
  columns: number,
): Promise<Sequences> {
  const items = await Array.fromAsync(
    videos,
    async ({ videoId }) => (await store.read(videoId)).embeddings,
  );
  return { kind: "sequences", rows: items.length, columns, items };
}
