import type { ModelCard, PublishedModel } from "lib/evaluation/cards/model_card_text.ts";
import { evaluate } from "lib/metrics/evaluate.ts";
import type { KnownVideos } from "lib/scoring/known_videos.ts";
import { FOLDS, type Measured } from "lib/scoring/measured.ts";

/** What a card says that differs from model to model. */
export interface ScoringCardOptions {
  readonly model: string;
  /** What it reads, such as "transcripts". */
  readonly reads: string;
  readonly measured: Measured;
  /** The published model that reads them. @default none */
  readonly madeFrom?: PublishedModel;
}

const RESAMPLES = { resamples: 200, seed: 1, expanded: true }; // groups may be few

/** The card of a model that was fitted for scoring. */
export function scoringCard(
  { name, kind, groupsName }: KnownVideos,
  { model, reads, measured: { random, unseen }, madeFrom }: ScoringCardOptions,
): ModelCard {
  const [known, apart] = [random.predictions, unseen.predictions];
  return {
    model,
    description: `Predicts virality and engagement, 0 to 1, of short videos from ${reads}.`,
    madeFrom: madeFrom && [madeFrom],
    data: name,
    split: "fitted on all of them; the random split's test side was left out and not opened",
    results: [
      {
        videos: `random split, validation (${known.length} videos)`,
        evaluations: evaluate(known, RESAMPLES),
      },
      {
        videos: `unseen ${groupsName}, ${FOLDS} folds (${apart.length} videos)`,
        evaluations: evaluate(apart, { ...RESAMPLES, groups: unseen.groups }),
      },
    ],
    intendedUse: ["`deno task score`: a first look at a clip before it is published."],
    outOfScope: [
      "Decisions about people.",
      "Videos in other languages or of another kind than those it was fitted on.",
    ],
    limits: [
      "Most of a score depends on the channel and on chance; intervals are wide, and hold on " +
      "average over videos, not for each.",
      "What raised or lowered a score is what moved this model, not what causes success.",
      ...(kind === "sample" ? ["Fitted on invented videos: it says nothing of real ones."] : []),
    ],
  };
}
