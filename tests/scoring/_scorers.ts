import { frameStats } from "lib/encoders/frames/frame_stats.ts";
import { logMelStats } from "lib/encoders/sound/log_mel_stats.ts";
import { createSampleCorpus } from "lib/loaders/sample/sample_corpus.ts";
import { createGenerator } from "lib/random.ts";
import { fitClips, restoreClipModel } from "lib/scoring/models/fit_clips.ts";
import { openTextModel, type OpenTextModelOptions } from "lib/scoring/models/open_text_model.ts";
import { type TrainingPool, trainingPool } from "lib/scoring/models/training_pool.ts";
import type { Scorers } from "lib/scoring/score_items.ts";
import { createScorer, type Scorer } from "lib/scoring/scorer.ts";
import type { DenseMatrix } from "lib/types.ts";
import { shipped } from "../loaders/clips/_clips.ts";

const { videos } = createSampleCorpus({ channels: 6, videosPerChannel: 10 });

/** A small sample corpus to learn from. */
export const pool: TrainingPool = trainingPool({ kind: "sample", name: "60 videos", videos });

/** A scorer of texts that learned from a pool. */
export async function textScorer(
  pool: TrainingPool,
  options: OpenTextModelOptions,
): Promise<Scorer> {
  return createScorer(await openTextModel(pool, options), pool);
}

/** Scorers of a small sample corpus whose pictures and sound are noise, so that none is rendered. */
export async function sampleScorers(cache: string): Promise<Scorers> {
  const generator = createGenerator(3);
  const noise = (columns: number): DenseMatrix => {
    const data = Float32Array.from({ length: 4 * columns }, () => generator.uniform());
    return { kind: "dense", rows: 4, columns, data };
  };
  const parts = pool.videos.map(() => ({
    pictures: noise(frameStats.columns),
    sound: noise(logMelStats.columns),
  }));
  const text = await textScorer(pool, { cache, root: cache });
  const clips = createScorer(await restoreClipModel(await fitClips(pool, parts), pool), pool);
  return {
    textKind: "sample",
    text: () => Promise.resolve(text),
    clips: () => Promise.resolve(clips),
    ffmpeg: () => Promise.resolve(shipped),
  };
}
