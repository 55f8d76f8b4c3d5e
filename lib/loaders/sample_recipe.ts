import { TARGETS } from "lib/targets.ts";
import type { Scores, Target, Word } from "lib/types.ts";

/** What can raise or lower a sample video's scores, in the order of every table. */
export const CAUSES = ["words", "pictures", "sound", "interaction", "channel", "noise"] as const;

/** One of `CAUSES`. */
export type Cause = typeof CAUSES[number];

/**
 * Share of each score's variance that each cause has in the sample corpus; a target's shares sum
 * to 1.
 *
 * `score = mean + deviation * Σ sqrt(share[cause]) * component[cause]`, where a target's components
 * have mean 0 and variance 1 over the corpus and no correlation with one another. So a model that
 * sees one cause alone can at best reach R² = that cause's share, and several causes' shares add up.
 * Words, pictures, sound, interaction and noise have mean 0 within every channel as well; the
 * channel's own share is out of reach on a channel that was not trained on.
 */
export const SAMPLE_SHARES: Readonly<Record<Target, Readonly<Record<Cause, number>>>> = {
  virality: {
    words: 0.38,
    pictures: 0.22,
    sound: 0.20,
    interaction: 0.08,
    channel: 0.08,
    noise: 0.04,
  },
  engagement: {
    words: 0.36,
    pictures: 0.20,
    sound: 0.20,
    interaction: 0.08,
    channel: 0.12,
    noise: 0.04,
  },
};

/** Mean and standard deviation of the planted scores, in 0..1. */
export const PLANTED = { mean: 0.52, deviation: 0.145 } as const;

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
 * Their latents have mean 0 and variance 1 and are uncorrelated with one another, with the presence
 * of every word, with the shapes, and with the channel.
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

/** Returns the planted shares as a Markdown table with a line for each cause. */
export function describeSample(): string {
  const sources: Record<Cause, string> = {
    words: `which word of each pair is said: ${MARKER_PAIRS.map((p) => p.join(" or ")).join(", ")}`,
    pictures: "warmth, brightness and motion of the background",
    sound: "loudness, pitch and tempo",
    interaction: `the word "${CUE_WORD}" said under a star (raises) or under a ring (lowers)`,
    channel: "a level of its own for each channel",
    noise: "nothing that can be seen or heard",
  };
  const rows = CAUSES.map((
    cause,
  ) => [
    cause,
    ...TARGETS.map((t) => `${Math.round(SAMPLE_SHARES[t][cause] * 100)}%`),
    sources[cause],
  ]);
  return [["cause", ...TARGETS, "what it is"], ["---", "--:", "--:", "---"], ...rows]
    .map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
