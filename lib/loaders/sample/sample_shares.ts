import type { Target } from "lib/types.ts";

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
 * channel's own share is out of reach on a channel that was not trained on. It also lowers the R² of
 * every model there, the training mean's to below 0, so that what a model explains is its R² minus
 * the training mean's.
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

/**
 * Mean and standard deviation of the planted scores, and how far from the mean they may lie.
 *
 * The deviation is smaller in the rare corpus whose most extreme score would lie further away.
 */
export const PLANTED = { mean: 0.5, deviation: 0.145, reach: 0.48 } as const;
