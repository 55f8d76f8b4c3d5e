import { join } from "node:path";
import { SMALL_ENCODER } from "lib/encoders/text/open_small_encoder.ts";
import type { TextEncoder } from "lib/encoders/text/text_encoder.ts";
import { fitNovelty, type Novelty } from "lib/heads/novelty.ts";
import {
  type FittedText,
  fitText,
  readText,
  roundedText,
  TEXT_FILES,
  textModelKey,
  writeText,
} from "lib/scoring/models/fit_text.ts";
import { keepCard, scoringCard } from "lib/scoring/models/scoring_card.ts";
import { openSimilarVideos } from "lib/scoring/models/similar_videos.ts";
import { textModel } from "lib/scoring/models/text_model.ts";
import type { TrainingPool } from "lib/scoring/models/training_pool.ts";
import { wordParts } from "lib/scoring/reasons/text_parts.ts";
import type { ScoringModel } from "lib/scoring/scorer.ts";
import { keptOrMade } from "lib/storage/kept_folder.ts";
import { scoresOf } from "lib/targets.ts";

export interface OpenTextModelOptions {
  /** Reads meanings. @default none: words are counted and no more */
  readonly encoder?: TextEncoder;
  /** `settings.cache`, or another folder. */
  readonly cache: string;
  /** The project's folder, whose commit the model's card names. */
  readonly root: string;
}

/** Fits the text model on a pool of videos, or takes the one that was kept from an earlier time. */
export async function openTextModel(
  pool: TrainingPool,
  { encoder, cache, root }: OpenTextModelOptions,
): Promise<ScoringModel> {
  const { value: fitted, folder } = await keptOrMade(
    join(cache, "scoring"),
    textModelKey(pool, encoder),
    {
      last: `${TEXT_FILES}.json`,
      read: readText,
      make: async () => roundedText(await fitText(pool, { encoder, cache })),
      write: writeText,
    },
  );
  const model = await restoreTextModel(fitted, { pool, encoder });
  const { performance } = fitted;
  const card = { model: model.name, reads: "transcripts", performance, madeFrom: encoder?.source };
  await keepCard(folder, () => scoringCard(pool, card), { root });
  return model;
}

/** Makes a fitted text model ready to be asked. */
async function restoreTextModel(
  { state, performance, distances }: FittedText,
  { pool, encoder }: { readonly pool: TrainingPool; readonly encoder?: TextEncoder },
): Promise<ScoringModel> {
  const model = await textModel(state);
  const features = state.meaning?.rows ?? // [N, D], by what texts mean, or else by their words
    await model.words.encode(pool.videos.map(({ transcript }) => transcript));
  const similar = openSimilarVideos(pool.videos, { features });
  const novelty = fitNovelty(features, { groups: pool.groups, distances });
  const vocabulary = new Set(state.words.vocabulary);
  const lacking = pool.kind === "real" && !encoder ? [NO_MEANING] : [];
  return {
    name: model.name,
    performanceOn: () => performance,
    async predict(videos) {
      const texts = videos.map(({ text = "" }) => text);
      const meanings = await encoder?.encode(texts);
      return scoresOf(await model.predict({ texts, meanings }));
    },
    async place({ text = "" }) {
      const row = await (encoder ?? model.words).encode([text]);
      const knownShare = shareKnown(text, vocabulary);
      const warnings = textWarnings(text, { knownShare, novelty: novelty.judge(row)[0]! });
      return { neighbours: similar(row), warnings: [...lacking, ...warnings] };
    },
  };
}

const NO_MEANING = `The language model ${SMALL_ENCODER} is not on disk, so words were only ` +
  `counted: put its files into data/models/${SMALL_ENCODER}, or point VIRANOVA_MODELS at a folder ` +
  "that holds it.";

/** A known transcript has 99 times in 100 more words than this. */
const FEW_WORDS = 8;
const STRANGE_SHARE = 0.6;

/** Reasons for not trusting the score of a text. */
function textWarnings(
  text: string,
  { knownShare, novelty }: { readonly knownShare: number; readonly novelty: Novelty },
): string[] {
  const warnings: string[] = [];
  const words = wordParts(text).length;
  if (words < FEW_WORDS) {
    warnings.push(
      `The text has only ${words} different ${words === 1 ? "word" : "words"}: ` +
        "the score is little more than the known videos' mean.",
    );
  }
  if (knownShare < STRANGE_SHARE) {
    warnings.push(
      `${shareText(knownShare)} in the known videos: it is in another language or about ` +
        "something else, and the score says little.",
    );
  }
  if (novelty.far) warnings.push(`${novelty.statement}.`);
  return warnings;
}

/** Share of a text's words that occur in a vocabulary, in 0..1; 0 without words. */
function shareKnown(text: string, vocabulary: ReadonlySet<string>): number {
  const words = text.toLowerCase().match(/[\p{L}\p{N}_]{2,}/gu) ?? [];
  return words.filter((word) => vocabulary.has(word)).length / Math.max(1, words.length);
}

function shareText(knownShare: number): string {
  const percent = Math.round(100 * knownShare);
  return percent === 0 ? "Hardly any of its words occurs" : `Only ${percent}% of its words occur`;
}
