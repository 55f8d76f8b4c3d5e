import type { HeldOutFacts } from "lib/evaluation/held_out.ts";
import { forTargets } from "lib/targets.ts";
import type { ByTarget, Scores, Word } from "lib/types.ts";

/** The name of the form that `--json` prints; a change that breaks readers counts it up. */
export const ANSWER_FORMAT = "viranova-score/1";

/** One score; all numbers in 0..100. */
export interface TargetAnswer {
  readonly score: number;
  /** Ends of the 90% prediction interval. */
  readonly low: number;
  readonly high: number;
  /** Share of known videos with a lower score, ties counted half, in percent. */
  readonly percentile: number;
  /** The known videos' median. */
  readonly median: number;
}

export interface Said {
  /** Of the first time. */
  readonly startMs: number;
  readonly endMs: number;
  readonly times: number;
}

/** An effect of something in the text on the scores, in points of 100: with it minus without it. */
export interface Influence {
  readonly text: string;
  readonly effect: Scores;
  /** Known where the text came as captions. */
  readonly said?: Said;
}

/**
 * An effect of a stretch of time on the scores, in points of 100: with it minus without what is said
 * and, in a clip, seen and heard in it.
 */
export interface MomentInfluence {
  readonly startMs: number;
  readonly endMs: number;
  readonly effect: Scores;
  /** Said in it; of a stretch that was cut out of captions. */
  readonly text?: string;
}

/** A known video that is like the scored one. */
export interface Neighbour {
  readonly videoId: string;
  /** Cosine, at most 1. */
  readonly similarity: number;
  /** In 0..100. */
  readonly scores: Scores;
  /** The beginning of its transcript. */
  readonly snippet: string;
}

export interface ModelFacts {
  readonly model: string;
  /** The data it was fitted on, with its number of videos. */
  readonly data: string;
  /** Whether the data are real videos or invented ones. */
  readonly kind: "real" | "sample";
  /** Which videos the intervals hold for. */
  readonly intervals: string;
  /** Its errors on known videos that it was not fitted on. */
  readonly heldOut: readonly HeldOutFacts[];
}

export interface Finding {
  /** The views that it was made from: "words", "pictures", "sound". */
  readonly basis: readonly string[];
  readonly scores: ByTarget<TargetAnswer>;
  /** The effect of the channel's past videos, in points of 100, if they were given. */
  readonly moved?: Scores;
  /** Words, each wherever it stands, strongest first. */
  readonly words: readonly Influence[];
  /** Stretches of a long text, in its order. */
  readonly passages: readonly Influence[];
  /** Stretches of a clip or of captions, in order of time. */
  readonly moments: readonly MomentInfluence[];
  /** Most similar first. */
  readonly neighbours: readonly Neighbour[];
  readonly facts: ModelFacts;
}

/** One item's scores, or why it has none. */
export type Answer =
  | {
    readonly kind: "scored";
    /** A path, or "standard input". */
    readonly item: string;
    readonly finding: Finding;
    /** From a model fitted on other data; not mixed into `finding`. */
    readonly beside?: Finding;
    /** Reasons for not trusting the numbers: `warnings` by the form's name. */
    readonly cautions: readonly string[];
    /** The text that was scored, if any. */
    readonly text?: string;
    /** Its words in order of time, if it came as captions. */
    readonly words?: readonly Word[];
  }
  | { readonly kind: "refused"; readonly item: string; readonly reason: string };

/** Scores, or differences of scores, of 0..1 in points of 100. */
export function points(scores: Scores): Scores {
  return forTargets(Object.keys(scores), (target) => 100 * scores[target]!);
}
