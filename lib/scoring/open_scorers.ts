import { join } from "node:path";
import { loadCorpus } from "lib/loaders/corpus.ts";
import { knownVideos } from "lib/scoring/known_videos.ts";
import { openSmallEncoder } from "lib/scoring/open_small_encoder.ts";
import type { Scorers } from "lib/scoring/score_items.ts";
import { openTextScorer, type TextScorer } from "lib/scoring/text_scorer.ts";
import type { Settings } from "lib/settings.ts";

/** Opens models from the settings' data when they are first asked for, each once. */
export function openScorers(
  settings: Pick<Settings, "dataset" | "cache" | "models" | "root" | "profile">,
): Scorers {
  let text: Promise<TextScorer> | undefined;
  return { text: () => text ??= openText(settings) };
}

async function openText(
  settings: Pick<Settings, "dataset" | "cache" | "models" | "root" | "profile">,
): Promise<TextScorer> {
  const { cache, profile } = settings;
  const [corpus, encoder] = await Promise.all([
    loadCorpus(settings),
    profile === "sample"
      ? undefined
      : openSmallEncoder(settings, { folder: join(cache, "scoring") }),
  ]);
  return await openTextScorer(knownVideos(corpus), { encoder, cache });
}
