import { join } from "node:path";
import { digestOf } from "lib/scoring/digest_of.ts";
import type { ClipCorpus } from "lib/loaders/clip_corpus.ts";
import type { Ffmpeg } from "lib/loaders/clips/ffmpeg.ts";
import { writeModelCard } from "lib/evaluation/model_card.ts";
import { fitFamiliarity } from "lib/heads/familiarity.ts";
import { conclude } from "lib/scoring/conclude.ts";
import { fitLooks } from "lib/scoring/clip_looks.ts";
import { CLIP_MODEL, fitClipModel } from "lib/scoring/clip_model.ts";
import { BASES, basisOf } from "lib/scoring/clip_parts.ts";
import { fitClips } from "lib/scoring/fit_clips.ts";
import { textInfluences } from "lib/scoring/influences.ts";
import {
  type KeptClips,
  knownClips,
  readKeptClips,
  writeKeptClips,
} from "lib/scoring/kept_clips.ts";
import {
  inventedCautions,
  type KnownVideos,
  knownVideos,
  learnedFrom,
} from "lib/scoring/known_videos.ts";
import { scoringCard } from "lib/scoring/scoring_card.ts";
import { momentEffects, type TimedClip } from "lib/scoring/moment_effects.ts";
import { openSimilarVideos } from "lib/scoring/similar_videos.ts";
import { meanScores, pastScores } from "lib/scoring/past_scores.ts";
import type { Scored, ScoredWith } from "lib/scoring/scored.ts";

/** Counted up whenever the same clips give another model. */
const VERSION = 1;

/** Scores clips by what was learned from known ones. */
export interface ClipScorer {
  readonly kind: "real" | "sample";
  /** What the clip scores and why. */
  score(clip: TimedClip, beside?: ScoredWith): Promise<Scored>;
}

/** What `openClipScorer` reads with and where it keeps what it learned. */
export interface ClipScorerOptions {
  readonly ffmpeg: Ffmpeg;
  /** `settings.cache`, or another folder. */
  readonly cache: string;
  /** The project's folder, whose commit the model's card names. */
  readonly root: string;
}

/** Fits the clip model on known clips, or takes what was kept from an earlier time. */
export async function openClipScorer(
  corpus: ClipCorpus,
  { ffmpeg, cache, root }: ClipScorerOptions,
): Promise<ClipScorer> {
  const known = knownVideos(corpus);
  const digest = digestOf([VERSION, corpus.features, learnedFrom(known)]);
  const folder = join(cache, "scoring", `clips-${digest}`);
  let kept = await readKeptClips(folder);
  if (!kept) {
    kept = await fitClips(known, { corpus, ffmpeg });
    await writeKeptClips(folder, kept);
    const measured = kept.measured[BASES[0]!.join()]!;
    const reads = "transcripts, frame statistics and log-mel statistics";
    const card = scoringCard(known, { model: CLIP_MODEL, reads, measured });
    await writeModelCard(folder, card, { root });
  }
  return await restoreClipScorer(kept, known);
}

/** Makes a scorer of clips that were kept. */
export async function restoreClipScorer(
  kept: KeptClips,
  known: KnownVideos,
): Promise<ClipScorer> {
  const clips = knownClips(known.videos, { parts: kept.parts, groups: known.groups });
  const model = await fitClipModel(clips);
  const looks = fitLooks(clips);
  const byWords = openSimilarVideos(known.videos, {
    features: await model.words.encode(known.videos.map(({ transcript }) => transcript)),
  });
  const byLooks = openSimilarVideos(known.videos, { features: looks(clips) });
  const familiarity = fitFamiliarity(looks(clips), { groups: known.groups });
  const { predict } = model;
  const otherwise = meanScores(known.videos);
  const predictTexts = (texts: readonly string[]) => predict(texts.map((text) => ({ text })));
  return {
    kind: known.kind,
    async score(clip, { past } = {}) {
      const { text } = clip;
      const [predicted] = await predict([clip]);
      const basis = basisOf(clip);
      const concluded = conclude(predicted!, {
        known,
        model: CLIP_MODEL,
        measured: kept.measured[basis.join()]!,
        past: past && await pastScores(past, { predict: predictTexts, otherwise }),
      });
      const influences = text === undefined ? NO_INFLUENCES : await textInfluences(text, {
        predict: (texts) => predict(texts.map((text) => ({ ...clip, text }))),
      });
      const moments = await momentEffects(clip, { predict });
      const neighbours = text === undefined
        ? byLooks(looks([clip]))
        : byWords(await model.words.encode([text]));
      const { far, statement } = familiarity.judge(looks([clip]))[0]!;
      return {
        finding: { basis, ...concluded, ...influences, moments, neighbours },
        cautions: [
          ...(far ? [`By its looks and sound: ${statement}.`] : []),
          ...inventedCautions(known),
        ],
      };
    },
  };
}

const NO_INFLUENCES = { words: [], passages: [] };
