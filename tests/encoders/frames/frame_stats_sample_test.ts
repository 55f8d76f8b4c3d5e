import assert from "assert";
import { join } from "node:path";
import { embedVideos } from "lib/encoders/frames/embed_videos.ts";
import { frameStats } from "lib/encoders/frames/frame_stats.ts";
import { openFeatureStore } from "lib/encoders/store.ts";
import { pooled } from "lib/heads/pooled.ts";
import { ridge } from "lib/heads/ridge.ts";
import { findFfmpeg } from "lib/loaders/clips/ffmpeg.ts";
import { renderSampleClips } from "lib/loaders/sample/sample_clips.ts";
import { createSampleCorpus } from "lib/loaders/sample/sample_corpus.ts";
import { SAMPLE_SHARES } from "lib/loaders/sample/sample_shares.ts";
import { settings } from "lib/settings.ts";
import { TARGETS } from "lib/targets.ts";
import type { Sequences } from "lib/types.ts";
import { explained, scoredBy } from "../_explained.ts";

const { videos } = createSampleCorpus();

/** Statistics of all sample clips at two frames a second; clips and statistics stay in the cache. */
async function readSequences(): Promise<Sequences> {
  const ffmpeg = await findFfmpeg(settings.ffmpeg);
  const clips = await renderSampleClips(videos, {
    folder: join(settings.cache, "sample-clips"),
    ffmpeg,
  });
  const extraction = { encoder: frameStats, fps: 2, reuseBelow: 0 };
  const store = await openFeatureStore(join(clips.folder, "features"), extraction);
  for await (const outcome of embedVideos(clips.files, { ...extraction, store, ffmpeg })) {
    assert.notEqual(outcome.kind, "failed");
  }
  const items = await Promise.all(
    videos.map(async ({ videoId }) => (await store.read(videoId)).embeddings),
  );
  return { kind: "sequences", rows: items.length, columns: frameStats.columns, items };
}

Deno.test("frameStats explains 80% of the pictures' share on unseen channels, and nothing of the words'", async () => {
  const features = await readSequences();
  const head = pooled(ridge({ alpha: 1 }));
  const ofScores = await explained({ features, videos, head });
  for (const target of TARGETS) {
    const share = ofScores[target] / SAMPLE_SHARES[target].pictures;
    assert.ok(share > 0.8 && share < 1.05, `${target}: ${share}`);
  }
  const ofWords = await explained({ features, videos: scoredBy(videos, "words"), head });
  for (const target of TARGETS) assert.ok(ofWords[target] < 0.01, `${target}: ${ofWords[target]}`);
});
