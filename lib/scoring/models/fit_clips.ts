import { encodeClips } from "lib/encoders/frames/encode_clips.ts";
import { frameStats } from "lib/encoders/frames/frame_stats.ts";
import { encodeSounds } from "lib/encoders/sound/encode_sounds.ts";
import { logMelStats } from "lib/encoders/sound/log_mel_stats.ts";
import { heldOutProtocols } from "lib/evaluation/protocol.ts";
import type { ClipCorpus } from "lib/loaders/clip_corpus.ts";
import type { Ffmpeg } from "lib/loaders/clips/ffmpeg.ts";
import { fitNovelty } from "lib/heads/novelty.ts";
import {
  CLIP_MODEL,
  type ClipModel,
  fitClipModel,
  fitLooks,
  type KnownClip,
} from "lib/scoring/models/clip_model.ts";
import {
  type HeldOutPerformance,
  heldOutPerformance,
} from "lib/scoring/models/held_out_performance.ts";
import { openSimilarVideos } from "lib/scoring/models/similar_videos.ts";
import type { TrainingPool } from "lib/scoring/models/training_pool.ts";
import { BASES, basisOf, onlyParts, PARTS_FPS } from "lib/scoring/models/video_parts.ts";
import type { ScoringModel } from "lib/scoring/scorer.ts";
import type { DenseMatrix, Sequences, TrainTest } from "lib/types.ts";

/** A pool's clips, and how well a model of them predicts others. */
export interface FittedClips {
  /** In the order of the pool's videos. */
  readonly parts: readonly Pick<KnownClip, "pictures" | "sound">[];
  /** On clips that the model has not seen, by the views that a clip has, such as "words,sound". */
  readonly performances: Readonly<Record<string, HeldOutPerformance>>;
}

/** Measures the clip model on clips that lack all but some views, for every choice of these. */
export async function fitClips(
  pool: TrainingPool,
  parts: FittedClips["parts"],
): Promise<FittedClips> {
  const clips = knownClips(pool, parts);
  const protocols = heldOutProtocols(pool);
  const models = new Map<TrainTest, ClipModel>();
  const performances: Record<string, HeldOutPerformance> = {};
  for (const basis of BASES) {
    const predict = async (fold: TrainTest) => {
      const model = models.get(fold) ?? await fitClipModel(fold.train.map((row) => clips[row]!));
      models.set(fold, model);
      return await model.predict(fold.test.map((row) => onlyParts(clips[row]!, basis)));
    };
    performances[basis.join()] = await heldOutPerformance(pool.videos, { protocols, predict });
  }
  return { parts, performances };
}

/** Encodes a pool's clips, or reads what an earlier run kept of them. */
export async function encodeParts(
  pool: TrainingPool,
  { corpus, ffmpeg }: { readonly corpus: ClipCorpus; readonly ffmpeg: Ffmpeg },
): Promise<FittedClips["parts"]> {
  const files = pool.rows.map((row) => corpus.files[row]!);
  const options = { fps: PARTS_FPS, ffmpeg, folder: corpus.features };
  const seen = itemsByFile(await encodeClips(files, { encoder: frameStats, ...options }));
  const heard = itemsByFile(await encodeSounds(files, { encoder: logMelStats, ...options }));
  return files.map((_, i) => ({ pictures: seen.get(i), sound: heard.get(i) }));
}

/** Items that have rows, by the position of their file. */
function itemsByFile(
  { rows, features }: { readonly rows: readonly number[]; readonly features: Sequences },
): Map<number, DenseMatrix> {
  const found = rows.map((file, i) => [file, features.items[i]!] as const);
  return new Map(found.filter(([, item]) => item.rows > 0));
}

/** Sets a pool's videos beside their parts. */
function knownClips(
  { videos, groups }: Pick<TrainingPool, "videos" | "groups">,
  parts: FittedClips["parts"],
): KnownClip[] {
  return videos.map(({ transcript, scores }, i) => ({
    text: transcript,
    scores,
    group: groups[i]!,
    ...parts[i]!,
  }));
}

/** Learns from a pool's clips, which takes a moment, and makes the model ready to be asked. */
export async function restoreClipModel(
  { parts, performances }: FittedClips,
  pool: TrainingPool,
): Promise<ScoringModel> {
  const clips = knownClips(pool, parts);
  const model = await fitClipModel(clips);
  const describe = fitLooks(clips);
  const looks = describe(clips);
  const novelty = fitNovelty(looks, { groups: pool.groups });
  const byLooks = openSimilarVideos(pool.videos, { features: looks });
  const words = await model.words.encode(pool.videos.map(({ transcript }) => transcript));
  const byWords = openSimilarVideos(pool.videos, { features: words });
  return {
    name: CLIP_MODEL,
    performanceOn: (clip) => performances[basisOf(clip).join()]!,
    predict: model.predict,
    async place(clip) {
      const { text } = clip;
      const row = describe([clip]);
      const { far, statement } = novelty.judge(row)[0]!;
      return {
        neighbours: text === undefined ? byLooks(row) : byWords(await model.words.encode([text])),
        warnings: far ? [`By its looks and sound: ${statement}.`] : [],
      };
    },
  };
}
