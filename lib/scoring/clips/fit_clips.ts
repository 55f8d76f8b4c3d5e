import { encodeClips } from "lib/encoders/frames/encode_clips.ts";
import { frameStats } from "lib/encoders/frames/frame_stats.ts";
import { encodeSounds } from "lib/encoders/sound/encode_sounds.ts";
import { logMelStats } from "lib/encoders/sound/log_mel_stats.ts";
import type { ClipCorpus } from "lib/loaders/clip_corpus.ts";
import type { Ffmpeg } from "lib/loaders/clips/ffmpeg.ts";
import { type ClipModel, fitClipModel, type KnownClip } from "lib/scoring/clips/clip_model.ts";
import { BASES, onlyParts, PARTS_FPS } from "lib/scoring/clips/clip_parts.ts";
import { type KeptClips, knownClips } from "lib/scoring/clips/kept_clips.ts";
import type { KnownVideos } from "lib/scoring/known_videos.ts";
import { type Measured, measureModel, protocolsOf } from "lib/scoring/measured.ts";
import { targetMatrix } from "lib/targets.ts";
import type { DenseMatrix, Sequences, TrainTest } from "lib/types.ts";

/** What `fitClips` reads with. */
export interface FitClipsOptions {
  readonly corpus: ClipCorpus;
  readonly ffmpeg: Ffmpeg;
}

/**
 * Encodes known clips, or reads what an earlier run kept of them, and measures the clip model on
 * those it has not seen.
 */
export async function fitClips(
  known: KnownVideos,
  { corpus, ffmpeg }: FitClipsOptions,
): Promise<KeptClips> {
  const files = known.rows.map((row) => corpus.files[row]!);
  const options = { fps: PARTS_FPS, ffmpeg, folder: corpus.features };
  const seen = itemsByFile(await encodeClips(files, { encoder: frameStats, ...options }));
  const heard = itemsByFile(await encodeSounds(files, { encoder: logMelStats, ...options }));
  const parts = files.map((_, i) => ({ pictures: seen.get(i), sound: heard.get(i) }));
  const clips = knownClips(known.videos, { parts, groups: known.groups });
  return { parts, measured: await measureBases(known, clips) };
}

/** Measures the model on clips that lack all but some parts, for every choice of these. */
export async function measureBases(
  known: KnownVideos,
  clips: readonly KnownClip[],
): Promise<Record<string, Measured>> {
  const protocols = protocolsOf(known);
  const models = new Map<TrainTest, ClipModel>();
  const measured: Record<string, Measured> = {};
  for (const basis of BASES) {
    const predict = async (fold: TrainTest) => {
      const model = models.get(fold) ?? await fitClipModel(fold.train.map((row) => clips[row]!));
      models.set(fold, model);
      const scores = await model.predict(fold.test.map((row) => onlyParts(clips[row]!, basis)));
      return targetMatrix(scores.map((scores) => ({ scores })));
    };
    measured[basis.join()] = await measureModel(known, { protocols, predict });
  }
  return measured;
}

/** Items that have rows, by the position of their file. */
function itemsByFile(
  { rows, features }: { readonly rows: readonly number[]; readonly features: Sequences },
): Map<number, DenseMatrix> {
  const found = rows.map((file, i) => [file, features.items[i]!] as const);
  return new Map(found.filter(([, item]) => item.rows > 0));
}
