import { tmpdir } from "node:os";
import { join } from "node:path";
import { UnwritableError, writingTo } from "lib/files.ts";
import { loadClipCorpus } from "lib/loaders/clip_corpus.ts";
import { type Ffmpeg, findFfmpeg } from "lib/loaders/clips/ffmpeg.ts";
import { loadCorpus } from "lib/loaders/corpus.ts";
import { type ClipScorer, openClipScorer } from "lib/scoring/clips/clip_scorer.ts";
import { knownVideos } from "lib/scoring/known_videos.ts";
import { openSmallEncoder } from "lib/scoring/text/open_small_encoder.ts";
import type { Scorers } from "lib/scoring/score_items.ts";
import { openTextScorer, type TextScorer } from "lib/scoring/text/text_scorer.ts";
import type { Settings } from "lib/settings.ts";
import { keepIfPossible } from "lib/storage/keeping.ts";

/** What of the settings decides which models there are. */
export type ScoringSettings = Pick<
  Settings,
  "dataset" | "videos" | "cache" | "models" | "root" | "ffmpeg"
>;

/** Opens models from the settings' data when they are first asked for, each once. */
export function openScorers(settings: ScoringSettings): Scorers {
  const ffmpeg = once(() => findFfmpeg(settings.ffmpeg));
  return {
    textKind: settings.dataset === undefined ? "sample" : "real",
    text: once(() => openText(settings)),
    ffmpeg,
    clips: once(async () => await openClips(settings, await ffmpeg())),
  };
}

/** Learns from clips; where the cache has no room for sample clips, they are rendered elsewhere. */
async function openClips(settings: ScoringSettings, ffmpeg: Ffmpeg): Promise<ClipScorer> {
  const { cache, root } = settings;
  const openFrom = async (folder: string) => {
    const corpus = await loadClipCorpus({ ...settings, cache: folder }, { ffmpeg });
    return await openClipScorer(corpus, { ffmpeg, cache, root });
  };
  try {
    return await openFrom(cache);
  } catch (error) {
    if (!(error instanceof UnwritableError)) throw error;
    await keepIfPossible(() => Promise.reject(error)); // which says so
    return await inTemporaryFolder(openFrom);
  }
}

async function inTemporaryFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const path = join(tmpdir(), "viranova");
  const folder = await writingTo(path, () => Deno.makeTempDir({ prefix: "viranova-" }));
  try {
    return await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
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
