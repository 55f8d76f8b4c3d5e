import { fitTfidf, type Tfidf } from "lib/encoders/text/tfidf.ts";
import type { FittedHead, Head } from "lib/heads/head.ts";
import { pooled } from "lib/heads/sequences/pooled.ts";
import { ridge } from "lib/heads/ridge.ts";
import { stacked } from "lib/heads/views/stacked.ts";
import { standardised } from "lib/heads/standardised.ts";
import { type ClipParts, viewsOf } from "lib/scoring/clips/clip_parts.ts";
import { scoresOf, targetMatrix } from "lib/targets.ts";
import type { Scores, Views } from "lib/types.ts";

/** A clip whose scores are known. */
export interface KnownClip extends ClipParts {
  readonly scores: Scores;
  /** Its channel, or its block of rows. */
  readonly group: string;
}

/** What tables call the model of clips. */
export const CLIP_MODEL =
  "stack of TF-IDF word ridge, ridge on frame statistics and ridge on log-mel statistics";

/** Predicts scores from what is said, seen and heard. */
export interface ClipModel {
  readonly words: Tfidf;
  /** Scores in 0..1. */
  predict(clips: readonly ClipParts[]): Promise<Scores[]>;
}

/**
 * Adds up what ridge regressions on words, pictures and sound each say, weighted out-of-fold; a clip
 * that lacks one is predicted by the stack of the others.
 */
export async function fitClipModel(clips: readonly KnownClip[]): Promise<ClipModel> {
  const words = fitTfidf(clips.map(({ text = "" }) => text), { minDf: 2 });
  const groups = clips.map(({ group }) => group);
  const fitted: FittedHead<Views> = await clipHead().fit(
    await viewsOf(clips, { words, groups }),
    targetMatrix(clips),
  );
  return {
    words,
    predict: async (items) => scoresOf(await fitted.predict(await viewsOf(items, { words }))),
  };
}

function clipHead(): Head<Views> {
  return stacked({
    words: ridge({ alpha: 2 }),
    pictures: pooled(ridge({ alpha: 1 })),
    sound: pooled(standardised(ridge({ alpha: 100 })), { statistics: ["mean"] }),
  });
}
