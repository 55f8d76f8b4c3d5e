import { join } from "node:path";
import { clipDigest } from "lib/encoders/clip_digest.ts";
import type { ClipCorpus } from "lib/loaders/clip_corpus.ts";
import type { Ffmpeg } from "lib/loaders/clips/ffmpeg.ts";
import { type ClipKnowledge, openClipKnowledge } from "lib/scoring/clips/clip_knowledge.ts";
import { CLIP_MODEL } from "lib/scoring/clips/clip_model.ts";
import { clipModelKey } from "lib/scoring/clips/clip_model_key.ts";
import { BASES, basisOf } from "lib/scoring/clips/clip_parts.ts";
import { conclude } from "lib/scoring/conclude.ts";
import { keepCard } from "lib/scoring/keep_card.ts";
import { FILE_DIGESTS, keptOrMade } from "lib/scoring/kept_folder.ts";
import { fitClips } from "lib/scoring/clips/fit_clips.ts";
import { type TextInfluences, textInfluences } from "lib/scoring/influences.ts";
import {
  CLIPS_FILE,
  type KeptClips,
  knownClips,
  readKeptClips,
  writeKeptClips,
} from "lib/scoring/clips/kept_clips.ts";
import { inventedCautions, type KnownVideos, knownVideos } from "lib/scoring/known_videos.ts";
import type { Measured } from "lib/scoring/measured.ts";
import { momentEffects, type TimedClip } from "lib/scoring/clips/moment_effects.ts";
import { meanScores, pastScores } from "lib/scoring/past_scores.ts";
import { sameCautions } from "lib/scoring/same_cautions.ts";
import type { Scored, ScoredWith } from "lib/scoring/scored.ts";
import { scoringCard } from "lib/scoring/scoring_card.ts";
import { openFileDigests } from "lib/storage/file_digests.ts";

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

/** Reads and measures known clips, or takes what was kept from an earlier time. */
export async function openClipScorer(
  corpus: ClipCorpus,
  { ffmpeg, cache, root }: ClipScorerOptions,
): Promise<ClipScorer> {
  const known = knownVideos(corpus);
  const scoring = join(cache, "scoring");
  const clips = await digestsOf(known.rows.map((row) => corpus.files[row]!.path), scoring);
  const { value: kept, folder } = await keptOrMade(
    scoring,
    clipModelKey(known, { clips, ffmpeg }),
    {
      last: CLIPS_FILE,
      read: readKeptClips,
      make: () => fitClips(known, { corpus, ffmpeg }),
      write: writeKeptClips,
    },
  );
  const measured = kept.measured[BASES[0]!.join()]!;
  const reads = "transcripts, frame statistics and log-mel statistics";
  const card = () => scoringCard(known, { model: CLIP_MODEL, reads, measured });
  await keepCard(folder, card, { root });
  return await restoreClipScorer(kept, known);
}

/** SHA-256 of clips, remembered in a folder. */
async function digestsOf(
  paths: readonly string[],
  folder: string,
): Promise<(string | undefined)[]> {
  const digests = await openFileDigests(join(folder, FILE_DIGESTS));
  return await Array.fromAsync(paths, (path) => clipDigest(digests, path));
}

/** Makes a scorer of clips that were kept. */
export async function restoreClipScorer(
  { parts, measured }: KeptClips,
  known: KnownVideos,
): Promise<ClipScorer> {
  const clips = knownClips(known.videos, { parts, groups: known.groups });
  const knowledge = await openClipKnowledge(clips, known);
  return {
    kind: known.kind,
    score: (clip, beside) => {
      const ofBasis = measured[basisOf(clip).join()]!;
      return scoreBy(knowledge, clip, { known, measured: ofBasis, ...beside });
    },
  };
}

interface ScoreByOptions extends ScoredWith {
  readonly known: KnownVideos;
  /** Of the model on clips with the same parts. */
  readonly measured: Measured;
}

async function scoreBy(
  { predict, place }: ClipKnowledge,
  clip: TimedClip,
  { known, measured, past }: ScoreByOptions,
): Promise<Scored> {
  const [predicted] = await predict([clip]);
  const concluded = conclude(predicted!, {
    known,
    model: CLIP_MODEL,
    measured,
    past: past && await pastScores(past, {
      predict: (texts) => predict(texts.map((text) => ({ text }))),
      otherwise: meanScores(known.videos),
    }),
  });
  const influences = await influencesOf(clip, predict);
  const moments = await momentEffects(clip, { predict });
  const { neighbours, familiarity: { far, statement } } = await place(clip);
  return {
    finding: { basis: basisOf(clip), ...concluded, ...influences, moments, neighbours },
    cautions: [
      ...inventedCautions(known),
      ...(far ? [`By its looks and sound: ${statement}.`] : []),
      ...sameCautions(neighbours, clip.text === undefined ? "clip" : "text"),
    ],
  };
}

async function influencesOf(
  clip: TimedClip,
  predict: ClipKnowledge["predict"],
): Promise<TextInfluences> {
  if (clip.text === undefined) return { words: [], passages: [] };
  return await textInfluences(clip.text, {
    words: clip.words,
    predict: (texts) => predict(texts.map((text) => ({ ...clip, text }))),
  });
}
