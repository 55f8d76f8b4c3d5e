import { join } from "node:path";
import { loadClipCorpus } from "lib/loaders/clip_corpus.ts";
import { findFfmpeg } from "lib/loaders/clips/ffmpeg.ts";
import { loadCorpus } from "lib/loaders/corpus.ts";
import { openClipScorer } from "lib/scoring/clips/clip_scorer.ts";
import { knownVideos } from "lib/scoring/known_videos.ts";
import { openSmallEncoder } from "lib/scoring/text/open_small_encoder.ts";
import type { Scorers } from "lib/scoring/score_items.ts";
import { openTextScorer, type TextScorer } from "lib/scoring/text/text_scorer.ts";
import type { Settings } from "lib/settings.ts";

/** What of the settings decides which models there are. */
export type ScoringSettings = Pick<
  Settings,
  "dataset" | "videos" | "cache" | "models" | "root" | "ffmpeg"
>;

/** Opens models from the settings' data when they are first asked for, each once. */
export function openScorers(settings: ScoringSettings): Scorers {
  const { cache, root } = settings;
  const ffmpeg = once(() => findFfmpeg(settings.ffmpeg));
  return {
    textKind: settings.dataset === undefined ? "sample" : "real",
    text: once(() => openText(settings)),
    ffmpeg,
    clips: once(async () => {
      const corpus = await loadClipCorpus(settings, { ffmpeg: await ffmpeg() });
      return await openClipScorer(corpus, { ffmpeg: await ffmpeg(), cache, root });
    }),
  };
}

async function openText(settings: ScoringSettings): Promise<TextScorer> {
  const { cache, dataset, root } = settings;
  const [corpus, encoder] = await Promise.all([
    loadCorpus(settings),
    dataset === undefined
      ? undefined
      : openSmallEncoder(settings, { folder: join(cache, "scoring") }),
  ]);
  return await openTextScorer(knownVideos(corpus), { encoder, cache, root });
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => made ??= make();
}
