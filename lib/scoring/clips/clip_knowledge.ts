import { type Familiarity, fitFamiliarity } from "lib/heads/familiarity.ts";
import type { Neighbour } from "lib/scoring/answer.ts";
import { fitLooks } from "lib/scoring/clips/clip_looks.ts";
import { fitClipModel, type KnownClip } from "lib/scoring/clips/clip_model.ts";
import type { ClipParts } from "lib/scoring/clips/clip_parts.ts";
import type { KnownVideos } from "lib/scoring/known_videos.ts";
import { openSimilarVideos } from "lib/scoring/similar_videos.ts";
import type { Scores } from "lib/types.ts";

/** What was learned from known clips, ready to be asked. */
export interface ClipKnowledge {
  /** Scores in 0..1. */
  predict(clips: readonly ClipParts[]): Promise<Scores[]>;
  /**
   * Known videos that say the like, or look and sound alike where nothing is said, and how far the
   * clip's looks and sound lie from all of them.
   */
  place(clip: ClipParts): Promise<{ neighbours: Neighbour[]; familiarity: Familiarity }>;
}

/** Learns from known clips, which takes a moment. */
export async function openClipKnowledge(
  clips: readonly KnownClip[],
  { videos, groups }: KnownVideos,
): Promise<ClipKnowledge> {
  const model = await fitClipModel(clips);
  const describe = fitLooks(clips);
  const looks = describe(clips);
  const familiarity = fitFamiliarity(looks, { groups });
  const byLooks = openSimilarVideos(videos, { features: looks });
  const words = await model.words.encode(videos.map(({ transcript }) => transcript));
  const byWords = openSimilarVideos(videos, { features: words });
  return {
    predict: model.predict,
    async place(clip) {
      const { text } = clip;
      const row = describe([clip]);
      return {
        neighbours: text === undefined ? byLooks(row) : byWords(await model.words.encode([text])),
        familiarity: familiarity.judge(row)[0]!,
      };
    },
  };
}
