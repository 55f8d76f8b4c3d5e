import type { Cause } from "lib/loaders/sample/sample_shares.ts";
import type { Scores, Target, Word } from "lib/types.ts";

type Loadings = Readonly<Record<Target, number>>;

/**
 * What each word adds to the words component of each target where it is said, before that component
 * is standardised.
 */
export const MARKER_WORDS = {
  secret: { virality: 2, engagement: 0 },
  ordinary: { virality: -2, engagement: 0 },
  dragon: { virality: 2, engagement: 1 },
  homework: { virality: -2, engagement: -1 },
  grandmother: { virality: -1, engagement: 2 },
  manager: { virality: 1, engagement: -2 },
  why: { virality: 0, engagement: 2 },
  because: { virality: 0, engagement: -2 },
} as const satisfies Record<string, Loadings>;

/** One of `MARKER_WORDS`. */
export type MarkerWord = keyof typeof MARKER_WORDS;

/** Each transcript says one word of every pair and not the other. */
export const MARKER_PAIRS = [
  ["secret", "ordinary"],
  ["dragon", "homework"],
  ["grandmother", "manager"],
  ["why", "because"],
] as const satisfies readonly (readonly [MarkerWord, MarkerWord])[];

/** The word that raises both scores under a star, lowers them under a ring, and else does nothing. */
export const CUE_WORD = "look";

/** A number of a clip's pictures or sound: `value = centre + spread * latent`. */
export interface SampleParameter {
  /** The cause whose component is `Σ loading * latent / sqrt(Σ loading²)`. */
  readonly cause: "pictures" | "sound";
  readonly centre: number;
  readonly spread: number;
  readonly loadings: Loadings;
}

/**
 * The numbers of a clip's pictures and sound that its scores depend on.
 *
 * Their latents have mean 0 and variance 1 and are uncorrelated with one another, with the marker
 * words, with the presence of cue and shapes and their coincidence, and with the channel.
 */
export const SAMPLE_PARAMETERS = {
  warmth: parameter("pictures", [0, 0.1], [3, -1.5]),
  brightness: parameter("pictures", [0.5, 0.07], [2, 3]),
  motion: parameter("pictures", [0.5, 0.15], [1.5, 1.5]),
  loudnessDb: parameter("sound", [-22, 3.5], [3, -1.5]),
  pitchSemitones: parameter("sound", [57, 3], [2, 3]),
  tempoBpm: parameter("sound", [110, 14], [1, 1]),
} as const;

/** One of `SAMPLE_PARAMETERS`. */
export type ParameterName = keyof typeof SAMPLE_PARAMETERS;

function parameter(
  cause: SampleParameter["cause"],
  [centre, spread]: readonly [number, number],
  [virality, engagement]: readonly [number, number],
): SampleParameter {
  return { cause, centre, spread, loadings: { virality, engagement } };
}

/** A stretch of a clip between two cuts. */
export interface SampleScene {
  readonly startMs: number;
  readonly endMs: number;
  /** Mean red, green and blue of its background, each in 0..1. */
  readonly colour: readonly [red: number, green: number, blue: number];
}

/** A shape drawn over the background for a while. */
export interface SampleShape {
  readonly kind: "star" | "ring";
  readonly startMs: number;
  readonly endMs: number;
}

/** What a clip shows. */
export interface SamplePictures {
  /** Red minus blue of the background, averaged over the clip's time. */
  readonly warmth: number;
  /** Mean of red, green and blue of the background in 0..1, averaged over the clip's time. */
  readonly brightness: number;
  /** Speed of the background in picture widths per second. */
  readonly motion: number;
  /** The scenes in order; they fill the clip without a gap. */
  readonly scenes: readonly SampleScene[];
  /** No shape, or one star and one ring for equally long and never together. */
  readonly shapes: readonly SampleShape[];
}

/** What a clip sounds like. */
export interface SampleSound {
  /** Root mean square level in decibels of full scale. */
  readonly loudnessDb: number;
  /** Fundamental as a MIDI note number: `440 * 2^((pitchSemitones - 69) / 12)` Hz. */
  readonly pitchSemitones: number;
  /** Beats per minute. */
  readonly tempoBpm: number;
}

/** Everything that made a sample video and its scores. */
export interface SampleRecipe {
  readonly durationMs: number;
  /** The marker word of each pair that it says. */
  readonly markers: readonly MarkerWord[];
  /** Every time the cue word is said. */
  readonly cues: readonly Word[];
  /** 1 when the cue is said while the star is shown, -1 while the ring is, 0 else. */
  readonly coincidence: -1 | 0 | 1;
  readonly pictures: SamplePictures;
  readonly sound: SampleSound;
  /** Each cause's standardised part in each score, before it is weighted by its share. */
  readonly components: Readonly<Record<Target, Readonly<Record<Cause, number>>>>;
  /** The scores before they were turned into whole counts of views, likes and comments. */
  readonly planted: Scores;
}
