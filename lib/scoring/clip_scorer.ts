import { join } from "node:path";
import { digestOf } from "lib/scoring/digest_of.ts";
import type { ClipCorpus } from "lib/loaders/clip_corpus.ts";
import type { Ffmpeg } from "lib/loaders/clips/ffmpeg.ts";
import { fitConformal } from "lib/metrics/conformal.ts";
import type { Finding } from "lib/scoring/answer.ts";
import { fitLooks } from "lib/scoring/clip_looks.ts";
import { fitClipModel } from "lib/scoring/clip_model.ts";
import { basisOf } from "lib/scoring/clip_parts.ts";
import { fitClips } from "lib/scoring/fit_clips.ts";
import { textInfluences } from "lib/scoring/influences.ts";
import {
  type KeptClips,
  knownClips,
  readKeptClips,
  writeKeptClips,
} from "lib/scoring/kept_clips.ts";
import {
  type KnownVideos,
  knownVideos,
  learnedFrom,
  unseenGroup,
} from "lib/scoring/known_videos.ts";
import { momentEffects, type TimedClip } from "lib/scoring/moment_effects.ts";
import { openSimilarVideos } from "lib/scoring/similar_videos.ts";
import { targetAnswers } from "lib/scoring/target_answers.ts";

/** Counted up whenever the same clips give another model. */
const VERSION = 1;

/** Scores clips by what was learned from known ones. */
export interface ClipScorer {
  readonly kind: "real" | "sample";
  /** What the clip scores and why. */
  score(clip: TimedClip): Promise<Finding>;
}

/** What `openClipScorer` reads with and where it keeps what it learned. */
export interface ClipScorerOptions {
  readonly ffmpeg: Ffmpeg;
  /** `settings.cache`, or another folder. */
  readonly cache: string;
}

/** Fits the clip model on known clips, or takes what was kept from an earlier time. */
export async function openClipScorer(
  corpus: ClipCorpus,
  { ffmpeg, cache }: ClipScorerOptions,
): Promise<ClipScorer> {
  const known = knownVideos(corpus);
  const digest = digestOf([VERSION, corpus.features, learnedFrom(known)]);
  const folder = join(cache, "scoring", `clips-${digest}`);
  let kept = await readKeptClips(folder);
  if (!kept) {
    kept = await fitClips(known, { corpus, ffmpeg });
    await writeKeptClips(folder, kept);
  }
  return await scorerOf(kept, known);
}

async function scorerOf(kept: KeptClips, known: KnownVideos): Promise<ClipScorer> {
  const clips = knownClips(known.videos, { parts: kept.parts, groups: known.groups });
  const model = await fitClipModel(clips);
  const looks = fitLooks(clips);
  const byWords = openSimilarVideos(known.videos, {
    features: await model.words.encode(known.videos.map(({ transcript }) => transcript)),
  });
  const byLooks = openSimilarVideos(known.videos, { features: looks(clips) });
  return {
    kind: known.kind,
    async score(clip) {
      const { predict } = model;
      const [predicted] = await predict([clip]);
      const { text } = clip;
      const basis = basisOf(clip);
      const { facts, calibration } = kept.measured[basis.join()]!;
      const { predictions, groups } = calibration;
      const influences = text === undefined ? { words: [], passages: [] } : await textInfluences(
        text,
        { predict: (texts) => predict(texts.map((text) => ({ ...clip, text }))) },
      );
      return {
        basis,
        scores: targetAnswers(predicted!, {
          intervals: fitConformal(predictions, { groups }),
          known: known.videos.map(({ scores }) => scores),
        }),
        ...influences,
        moments: await momentEffects(clip, { predict }),
        neighbours: text === undefined
          ? byLooks(looks([clip]))
          : byWords(await model.words.encode([text])),
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
