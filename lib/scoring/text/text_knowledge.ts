import type { TextEncoder } from "lib/encoders/text/text_encoder.ts";
import { type Familiarity, fitFamiliarity } from "lib/heads/familiarity.ts";
import type { Neighbour } from "lib/scoring/answer.ts";
import type { KeptText } from "lib/scoring/text/kept_text.ts";
import type { KnownVideos } from "lib/scoring/known_videos.ts";
import { openSimilarVideos } from "lib/scoring/similar_videos.ts";
import { type TextModel, textModel, type TextModelState } from "lib/scoring/text/text_model.ts";
import { scoresOf } from "lib/targets.ts";
import type { Features, Scores } from "lib/types.ts";

/** What was learned from known texts, ready to be asked. */
export interface TextKnowledge {
  /** What tables call the model. */
  readonly name: string;
  /** Scores in 0..1. */
  predict(texts: readonly string[]): Promise<Scores[]>;
  /** Known videos that say the like, and how far the text lies from all of them. */
  place(text: string): Promise<{ neighbours: Neighbour[]; familiarity: Familiarity }>;
  /** Share of a text's words that occur in the known videos, in 0..1; 0 without words. */
  knownShare(text: string): number;
}

/** Where the texts of `openTextKnowledge` come from and how new ones are read. */
export interface TextKnowledgeOptions {
  readonly known: KnownVideos;
  /** Needed where the known texts' meanings were learned from. */
  readonly encoder?: TextEncoder;
}

/** Opens what was kept of a text model. */
export async function openTextKnowledge(
  { state, distances }: Pick<KeptText, "state" | "distances">,
  { known, encoder }: TextKnowledgeOptions,
): Promise<TextKnowledge> {
  const model = await textModel(state);
  const features = await featuresOf(known, { model, state });
  const similar = openSimilarVideos(known.videos, { features });
  const familiarity = fitFamiliarity(features, { groups: known.groups, distances });
  const vocabulary = new Set(state.words.vocabulary);
  return {
    name: model.name,
    async predict(texts) {
      const meanings = await encoder?.encode(texts);
      return scoresOf(await model.predict({ texts, meanings }));
    },
    async place(text) {
      const row = await (encoder ?? model.words).encode([text]);
      return { neighbours: similar(row), familiarity: familiarity.judge(row)[0]! };
    },
    knownShare: (text) => knownShare(text, vocabulary),
  };
}

/** What known videos are compared by [N, D]: what they mean, or else their words. */
async function featuresOf(
  { videos }: KnownVideos,
  { model, state }: { model: TextModel; state: TextModelState },
): Promise<Features> {
  return state.meaning?.rows ??
    await model.words.encode(videos.map(({ transcript }) => transcript));
}

function knownShare(text: string, vocabulary: ReadonlySet<string>): number {
  const words = text.toLowerCase().match(/[\p{L}\p{N}_]{2,}/gu) ?? [];
  return words.filter((word) => vocabulary.has(word)).length / Math.max(1, words.length);
}
