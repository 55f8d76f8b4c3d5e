import type { PastVideo } from "lib/loaders/dataset/history.ts";
import type { Finding, Neighbour } from "lib/scoring/answer.ts";
import { buildFinding } from "lib/scoring/build_finding.ts";
import { predictPast } from "lib/scoring/channel_history_correction.ts";
import type { HeldOutPerformance } from "lib/scoring/models/held_out_performance.ts";
import type { TrainingPool } from "lib/scoring/models/training_pool.ts";
import { basisOf, type VideoParts } from "lib/scoring/models/video_parts.ts";
import { textInfluences } from "lib/scoring/reasons/influences.ts";
import { momentInfluences } from "lib/scoring/reasons/moments.ts";
import type { Scores } from "lib/types.ts";

/** A model of some of a video's views that was fitted on a pool of videos. */
export interface ScoringModel {
  /** As answers name it. */
  readonly name: string;
  /** On videos with the same views that it has not seen. */
  performanceOn(video: VideoParts): HeldOutPerformance;
  /** Scores in 0..1. */
  predict(videos: readonly VideoParts[]): Promise<Scores[]>;
  /** The pool's most similar videos, and reasons for not trusting the scores of this one. */
  place(video: VideoParts): Promise<{ neighbours: Neighbour[]; warnings: readonly string[] }>;
}

/** A video's finding, and reasons for not trusting it. */
export interface Scored {
  readonly finding: Finding;
  readonly warnings: readonly string[];
}

export interface ScoreOptions {
  /** Videos of its channel whose scores are known, if any are. */
  readonly past?: readonly PastVideo[];
}

/** Scores videos, whichever of their words, pictures and sound are there. */
export interface Scorer {
  /** Whether it learned from real videos or from invented ones. */
  readonly kind: TrainingPool["kind"];
  score(video: VideoParts, options?: ScoreOptions): Promise<Scored>;
}

/** Makes a scorer of a model and the pool of videos that it was fitted on. */
export function createScorer(model: ScoringModel, pool: TrainingPool): Scorer {
  return { kind: pool.kind, score: (video, options) => score(video, { model, pool, ...options }) };
}

async function score(
  video: VideoParts,
  { model, pool, past }: ScoreOptions & {
    readonly model: ScoringModel;
    readonly pool: TrainingPool;
  },
): Promise<Scored> {
  const predict = (videos: readonly VideoParts[]) => model.predict(videos);
  const predictTexts = (texts: readonly string[]) => predict(texts.map((text) => ({ text })));
  const [predicted] = await predict([video]);
  const built = buildFinding(predicted!, {
    pool,
    model: model.name,
    performance: model.performanceOn(video),
    past: past && await predictPast(past, { predict: predictTexts, pool }),
  });
  const { words, passages } = await wordsAndPassages(video, predict);
  const moments = await momentInfluences(video, { predict });
  const saidAgain = video.durationMs === undefined && moments.length > 0; // and when
  const { neighbours, warnings } = await model.place(video);
  return {
    finding: {
      basis: basisOf(video),
      ...built,
      words,
      passages: saidAgain ? [] : passages,
      moments,
      neighbours,
    },
    warnings: [...inventedWarnings(pool), ...warnings, ...sameWarnings(neighbours, video)],
  };
}

async function wordsAndPassages(
  video: VideoParts,
  predict: ScoringModel["predict"],
): Promise<Pick<Finding, "words" | "passages">> {
  if (video.text === undefined) return { words: [], passages: [] };
  return await textInfluences(video.text, {
    words: video.words,
    predict: (texts) => predict(texts.map((text) => ({ ...video, text }))),
  });
}

function inventedWarnings({ kind }: TrainingPool): string[] {
  if (kind === "real") return [];
  return ["It was learned from invented sample videos: the scores say nothing of real ones."];
}

/** Cosine from which a known video is taken for the scored one; rounding alone leaves more. */
const SAME = 0.9999;

/** Says so when the most similar known video is the scored one itself, which flatters its score. */
function sameWarnings([nearest]: readonly Neighbour[], { text }: VideoParts): string[] {
  if (!nearest || nearest.similarity <= SAME) return [];
  return [
    `The model was fitted on this very ${text === undefined ? "clip" : "text"} ` +
    `(video ${nearest.videoId}): the score is better than it would be for a new one.`,
  ];
}
