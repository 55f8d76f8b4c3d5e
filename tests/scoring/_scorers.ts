import { frameStats } from "lib/encoders/frames/frame_stats.ts";
import { logMelStats } from "lib/encoders/sound/log_mel_stats.ts";
import { createSampleCorpus } from "lib/loaders/sample/sample_corpus.ts";
import { createGenerator } from "lib/random.ts";
import { restoreClipScorer } from "lib/scoring/clips/clip_scorer.ts";
import { measureBases } from "lib/scoring/clips/fit_clips.ts";
import { knownClips } from "lib/scoring/clips/kept_clips.ts";
import { type KnownVideos, knownVideos } from "lib/scoring/known_videos.ts";
import type { Scorers } from "lib/scoring/score_items.ts";
import { openTextScorer } from "lib/scoring/text/text_scorer.ts";
import type { DenseMatrix } from "lib/types.ts";
import { shipped } from "../loaders/clips/_clips.ts";

const { videos } = createSampleCorpus({ channels: 6, videosPerChannel: 10 });

/** A small sample corpus to learn from. */
export const known: KnownVideos = knownVideos({ kind: "sample", name: "60 videos", videos });

/** Scorers of a small sample corpus whose pictures and sound are noise, so that none is rendered. */
export async function sampleScorers(cache: string): Promise<Scorers> {
  const generator = createGenerator(3);
  const noise = (columns: number): DenseMatrix => {
    const data = Float32Array.from({ length: 4 * columns }, () => generator.uniform());
    return { kind: "dense", rows: 4, columns, data };
  };
  const parts = known.videos.map(() => ({
    pictures: noise(frameStats.columns),
    sound: noise(logMelStats.columns),
  }));
  const clips = knownClips(known.videos, { parts, groups: known.groups });
  const kept = { parts, measured: await measureBases(known, clips) };
  const [text, clipScorer] = [
    await openTextScorer(known, { cache, root: cache }),
    await restoreClipScorer(kept, known),
  ];
  return {
    textKind: "sample",
    text: () => Promise.resolve(text),
    clips: () => Promise.resolve(clipScorer),
    ffmpeg: () => Promise.resolve(shipped),
  };
}
