import assert from "assert";
import { join } from "node:path";
import { embedVideos } from "lib/encoders/embed_videos.ts";
import { frameStats } from "lib/encoders/frame_stats.ts";
import { openFeatureStore } from "lib/encoders/store.ts";
import { fitAndPredict } from "lib/heads/fit_and_predict.ts";
import type { Head } from "lib/heads/head.ts";
import { mean } from "lib/heads/mean.ts";
import { pooled } from "lib/heads/pooled.ts";
import { ridge } from "lib/heads/ridge.ts";
import { findFfmpeg } from "lib/loaders/ffmpeg.ts";
import { groupKFold } from "lib/loaders/group_k_fold.ts";
import { renderSampleClips } from "lib/loaders/sample_clips.ts";
import { createSampleCorpus, type SampleVideo } from "lib/loaders/sample_corpus.ts";
import { SAMPLE_SHARES } from "lib/loaders/sample_shares.ts";
import { r2 } from "lib/metrics/regression.ts";
import { settings } from "lib/settings.ts";
import { TARGETS } from "lib/targets.ts";
import type { Sequences, Target } from "lib/types.ts";

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

/** R² above the training mean's of each target, every channel predicted from the other eleven. */
async function explained(
  features: Sequences,
  videos: readonly SampleVideo[],
): Promise<Record<Target, number>> {
  const heads: readonly Head<Sequences>[] = [pooled(ridge({ alpha: 1 })), pooled(mean())];
  const folds = groupKFold(videos.map(({ channelId }) => channelId), { folds: 12 });
  const reached = { virality: [] as number[], engagement: [] as number[] };
  for (const head of heads) {
    const predictions = [];
    for (const { train, test } of folds) {
      const trial = { features, videos, fitOn: train, predictOn: test };
      predictions.push(...await fitAndPredict(head, trial));
    }
    for (const target of TARGETS) {
      const predicted = predictions.map((prediction) => prediction.predicted[target]);
      const actual = predictions.map((prediction) => prediction.actual[target]);
      reached[target].push(r2(predicted, actual));
    }
  }
  const gain = ([head, base]: number[]) => head! - base!;
  return { virality: gain(reached.virality), engagement: gain(reached.engagement) };
}

Deno.test("frameStats explains 80% of the pictures' share on unseen channels, and nothing of the words'", async () => {
  const features = await readSequences();
  const ofScores = await explained(features, videos);
  for (const target of TARGETS) {
    const share = ofScores[target] / SAMPLE_SHARES[target].pictures;
    assert.ok(share > 0.8 && share < 1.05, `${target}: ${share}`);
  }
  const wordsAlone = videos.map((video) => {
    const { virality, engagement } = video.recipe.components;
    return { ...video, scores: { virality: virality.words, engagement: engagement.words } };
  });
  const ofWords = await explained(features, wordsAlone);
  for (const target of TARGETS) assert.ok(ofWords[target] < 0.01, `${target}: ${ofWords[target]}`);
});
