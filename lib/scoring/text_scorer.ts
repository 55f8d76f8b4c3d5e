import { join } from "node:path";
import type { TextEncoder } from "lib/encoders/text/text_encoder.ts";
import { writeModelCard } from "lib/evaluation/model_card.ts";
import { fitFamiliarity } from "lib/heads/familiarity.ts";
import { conclude } from "lib/scoring/conclude.ts";
import { digestOf } from "lib/scoring/digest_of.ts";
import { fitText } from "lib/scoring/fit_text.ts";
import { textInfluences } from "lib/scoring/influences.ts";
import { type KeptText, readKeptText, writeKeptText } from "lib/scoring/kept_text.ts";
import { inventedCautions, type KnownVideos, learnedFrom } from "lib/scoring/known_videos.ts";
import { openSimilarVideos } from "lib/scoring/similar_videos.ts";
import { SMALL_ENCODER } from "lib/scoring/open_small_encoder.ts";
import { meanScores, pastScores } from "lib/scoring/past_scores.ts";
import type { Scored, ScoredWith } from "lib/scoring/scored.ts";
import { scoringCard } from "lib/scoring/scoring_card.ts";
import { textCautions } from "lib/scoring/text_cautions.ts";
import { type TextModel, textModel, type TextModelState } from "lib/scoring/text_model.ts";
import { scoresOf } from "lib/targets.ts";
import type { Features } from "lib/types.ts";

/** Counted up whenever the same videos give another model. */
const VERSION = 1;

/** Scores texts by what was learned from known videos. */
export interface TextScorer {
  /** What the text scores and why. */
  score(text: string, beside?: ScoredWith): Promise<Scored>;
}

/** What `openTextScorer` reads with and where it keeps what it learned. */
export interface TextScorerOptions {
  /** Reads meanings; without it words are counted and no more. */
  readonly encoder?: TextEncoder;
  /** `settings.cache`, or another folder. */
  readonly cache: string;
  /** The project's folder, whose commit the model's card names. */
  readonly root: string;
}

/** Fits the text model on known videos, or takes the one that was kept from an earlier time. */
export async function openTextScorer(
  known: KnownVideos,
  { encoder, cache, root }: TextScorerOptions,
): Promise<TextScorer> {
  const model = { minDf: 2, alpha: known.kind === "sample" ? 2 : 1 };
  const digest = digestOf([VERSION, model, encoder?.identity ?? null, learnedFrom(known)]);
  const folder = join(cache, "scoring", `text-${digest}`);
  let kept = await readKeptText(folder);
  if (!kept) {
    await writeKeptText(folder, await fitText(known, { encoder, cache, model }));
    kept = (await readKeptText(folder))!; // as later calls will, rounded to 32 bits
    const { name } = await textModel(kept.state);
    const card = scoringCard(known, { model: name, reads: "transcripts", measured: kept.measured });
    await writeModelCard(folder, card, { root });
  }
  return await scorerOf(kept, { known, encoder });
}

async function scorerOf(
  { state, measured, distances }: KeptText,
  { known, encoder }: { known: KnownVideos; encoder?: TextEncoder },
): Promise<TextScorer> {
  const model = await textModel(state);
  const encode = async (texts: readonly string[]): Promise<Features> =>
    encoder ? await encoder.encode(texts) : await model.words.encode(texts);
  const predict = async (texts: readonly string[]) => {
    const meanings = await encoder?.encode(texts);
    return scoresOf(await model.predict({ texts, meanings }));
  };
  const features = await featuresOf(known, { model, state });
  const similar = openSimilarVideos(known.videos, { features });
  const familiarity = fitFamiliarity(features, { groups: known.groups, distances });
  const vocabulary = new Set(state.words.vocabulary);
  const otherwise = meanScores(known.videos);
  return {
    async score(text, { past } = {}) {
      const [predicted] = await predict([text]);
      const row = await encode([text]);
      const neighbours = similar(row);
      const concluded = conclude(predicted!, {
        known,
        model: model.name,
        measured,
        past: past && await pastScores(past, { predict, otherwise }),
      });
      const influences = await textInfluences(text, { predict });
      return {
        finding: { basis: ["words"], ...concluded, ...influences, moments: [], neighbours },
        cautions: [
          ...inventedCautions(known),
          ...(known.kind === "real" && !encoder ? [NO_MEANING] : []),
          ...textCautions(text, {
            knownShare: knownShare(text, vocabulary),
            neighbours,
            familiarity: familiarity.judge(row)[0]!,
          }),
        ],
      };
    },
  };
}

const NO_MEANING =
  `The language model ${SMALL_ENCODER} is not on disk, so words were only counted: ` +
  `put its files into data/models/${SMALL_ENCODER}, or point VIRANOVA_MODELS at a folder with it.`;

/** What known videos are compared by [N, D]: what they mean, or else their words. */
async function featuresOf(
  { videos }: KnownVideos,
  { model, state }: { model: TextModel; state: TextModelState },
): Promise<Features> {
  return state.meaning?.rows ??
    await model.words.encode(videos.map(({ transcript }) => transcript));
}

/** Share of a text's words in a vocabulary, 0 for a text without words. */
function knownShare(text: string, vocabulary: ReadonlySet<string>): number {
  const words = text.toLowerCase().match(/[\p{L}\p{N}_]{2,}/gu) ?? [];
  return words.filter((word) => vocabulary.has(word)).length / Math.max(1, words.length);
}
