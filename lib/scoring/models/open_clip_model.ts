import { join } from "node:path";
import { clipDigest } from "lib/encoders/clip_digest.ts";
import type { ClipCorpus } from "lib/loaders/clip_corpus.ts";
import type { Ffmpeg } from "lib/loaders/clips/ffmpeg.ts";
import { CLIP_MODEL } from "lib/scoring/models/clip_model.ts";
import { encodeParts, fitClips, restoreClipModel } from "lib/scoring/models/fit_clips.ts";
import { CLIP_FILES, clipModelKey, readClips, writeClips } from "lib/scoring/models/kept_clips.ts";
import { keepCard, scoringCard } from "lib/scoring/models/scoring_card.ts";
import type { TrainingPool } from "lib/scoring/models/training_pool.ts";
import { BASES } from "lib/scoring/models/video_parts.ts";
import type { ScoringModel } from "lib/scoring/scorer.ts";
import { openFileDigests } from "lib/storage/file_digests.ts";
import { FILE_DIGESTS, keptOrMade } from "lib/storage/kept_folder.ts";

export interface OpenClipModelOptions {
  /** The corpus that the pool was taken from. */
  readonly corpus: ClipCorpus;
  readonly ffmpeg: Ffmpeg;
  /** `settings.cache`, or another folder. */
  readonly cache: string;
  /** The project's folder, whose commit the model's card names. */
  readonly root: string;
}

/** Reads and measures a pool's clips, or takes what was kept from an earlier time. */
export async function openClipModel(
  pool: TrainingPool,
  { corpus, ffmpeg, cache, root }: OpenClipModelOptions,
): Promise<ScoringModel> {
  const scoring = join(cache, "scoring");
  const clips = await digestsOf(pool.rows.map((row) => corpus.files[row]!.path), scoring);
  const { value: fitted, folder } = await keptOrMade(
    scoring,
    clipModelKey(pool, { clips, ffmpeg }),
    {
      last: `${CLIP_FILES}.json`,
      read: readClips,
      make: async () => await fitClips(pool, await encodeParts(pool, { corpus, ffmpeg })),
      write: writeClips,
    },
  );
  const card = {
    model: CLIP_MODEL,
    reads: "transcripts, frame statistics and log-mel statistics",
    performance: fitted.performances[BASES[0]!.join()]!,
  };
  await keepCard(folder, () => scoringCard(pool, card), { root });
  return await restoreClipModel(fitted, pool);
}

/** SHA-256 of clips, remembered in a folder. */
async function digestsOf(
  paths: readonly string[],
  folder: string,
): Promise<(string | undefined)[]> {
  const digests = await openFileDigests(join(folder, FILE_DIGESTS));
  return await Array.fromAsync(paths, (path) => clipDigest(digests, path));
}
