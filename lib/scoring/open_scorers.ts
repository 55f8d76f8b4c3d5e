import { tmpdir } from "node:os";
import { join } from "node:path";
import { UnwritableError, writingTo } from "lib/files.ts";
import { loadClipCorpus } from "lib/loaders/clip_corpus.ts";
import { openSmallEncoder } from "lib/encoders/text/open_small_encoder.ts";
import { type Ffmpeg, findFfmpeg } from "lib/loaders/clips/ffmpeg.ts";
import { loadCorpus } from "lib/loaders/corpus.ts";
import { openClipModel } from "lib/scoring/models/open_clip_model.ts";
import { openTextModel } from "lib/scoring/models/open_text_model.ts";
import { trainingPool } from "lib/scoring/models/training_pool.ts";
import type { Scorers } from "lib/scoring/score_items.ts";
import { createScorer, type Scorer } from "lib/scoring/scorer.ts";
import type { Settings } from "lib/settings.ts";
import { keepIfPossible } from "lib/storage/keeping.ts";

/** The settings that decide which models there are. */
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
async function openClips(settings: ScoringSettings, ffmpeg: Ffmpeg): Promise<Scorer> {
  const { cache, root } = settings;
  const openFrom = async (folder: string) => {
    const corpus = await loadClipCorpus({ ...settings, cache: folder }, { ffmpeg });
    const pool = trainingPool(corpus);
    return createScorer(await openClipModel(pool, { corpus, ffmpeg, cache, root }), pool);
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

async function openText(settings: ScoringSettings): Promise<Scorer> {
  const { cache, dataset, root } = settings;
  const [corpus, encoder] = await Promise.all([
    loadCorpus(settings),
    dataset === undefined
      ? undefined
      : openSmallEncoder(settings, { folder: join(cache, "scoring") }),
  ]);
  const pool = trainingPool(corpus);
  return createScorer(await openTextModel(pool, { encoder, cache, root }), pool);
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => made ??= make();
}
