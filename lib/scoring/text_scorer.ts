import { join } from "node:path";
import type { TextEncoder } from "lib/encoders/text/text_encoder.ts";
import { fitConformal } from "lib/metrics/conformal.ts";
import type { Finding } from "lib/scoring/answer.ts";
import { digestOf } from "lib/scoring/digest_of.ts";
import { fitText } from "lib/scoring/fit_text.ts";
import { textInfluences } from "lib/scoring/influences.ts";
import { type KeptText, readKeptText, writeKeptText } from "lib/scoring/kept_text.ts";
import { type KnownVideos, learnedFrom, unseenGroup } from "lib/scoring/known_videos.ts";
import { openSimilarVideos } from "lib/scoring/similar_videos.ts";
import { targetAnswers } from "lib/scoring/target_answers.ts";
import { textModel } from "lib/scoring/text_model.ts";
import { scoresOf } from "lib/targets.ts";
import type { Features, Scores } from "lib/types.ts";

/** Counted up whenever the same videos give another model. */
const VERSION = 1;

/** Scores texts by what was learned from known videos. */
export interface TextScorer {
  /** Scores in 0..1. */
  predict(texts: readonly string[]): Promise<readonly Scores[]>;
  /** What the text scores and why. */
  score(text: string): Promise<Finding>;
  /** Share of a text's words that occur in the known videos, in 0..1. */
  knownShare(text: string): number;
}

/** What `openTextScorer` reads with and where it keeps what it learned. */
export interface TextScorerOptions {
  /** Reads meanings; without it words are counted and no more. */
  readonly encoder?: TextEncoder;
  /** `settings.cache`, or another folder. */
  readonly cache: string;
}

/** Fits the text model on known videos, or takes the one that was kept from an earlier time. */
export async function openTextScorer(
  known: KnownVideos,
  { encoder, cache }: TextScorerOptions,
): Promise<TextScorer> {
  const model = { minDf: 2, alpha: known.kind === "sample" ? 2 : 1 };
  const digest = digestOf([VERSION, model, encoder?.identity ?? null, learnedFrom(known)]);
  const folder = join(cache, "scoring", `text-${digest}`);
  let kept = await readKeptText(folder);
  if (!kept) {
    await writeKeptText(folder, await fitText(known, { encoder, cache, model }));
    kept = (await readKeptText(folder))!; // as later calls will, rounded to 32 bits
  }
  return await scorerOf(kept, { known, encoder });
}

async function scorerOf(
  { state, facts, calibration }: KeptText,
  { known, encoder }: { known: KnownVideos; encoder?: TextEncoder },
): Promise<TextScorer> {
  const model = await textModel(state);
  const { predictions, groups } = calibration;
  const intervals = fitConformal(predictions, { groups });
  const encode = async (texts: readonly string[]): Promise<Features> =>
    encoder ? await encoder.encode(texts) : await model.words.encode(texts);
  const predict = async (texts: readonly string[]) => {
    const meanings = await encoder?.encode(texts);
    return scoresOf(await model.predict({ texts, meanings }));
  };
  const similar = openSimilarVideos(known.videos, {
    features: state.meaning?.rows ??
      await model.words.encode(known.videos.map(({ transcript }) => transcript)),
  });
  const words = new Set(state.words.vocabulary);
  return {
    predict,
    knownShare: (text) => knownShare(text, words),
    async score(text) {
      const [predicted] = await predict([text]);
      const { words, passages } = await textInfluences(text, { predict });
      return {
        basis: ["words"],
        scores: targetAnswers(predicted!, {
          intervals,
          known: known.videos.map(({ scores }) => scores),
        }),
        words,
        passages,
        moments: [],
        neighbours: similar(await encode([text])),
        facts: {
          model: model.name,
          data: known.name,
          kind: known.kind,
          intervals: unseenGroup(known),
          heldOut: facts,
        },
      };
    },
  };
}

/** Share of a text's words in a vocabulary, 0 for a text without words. */
function knownShare(text: string, vocabulary: ReadonlySet<string>): number {
  const words = text.toLowerCase().match(/[\p{L}\p{N}_]{2,}/gu) ?? [];
  return words.filter((word) => vocabulary.has(word)).length / Math.max(1, words.length);
}
