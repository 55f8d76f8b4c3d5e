import { join } from "node:path";
import { MODEL_CARD, writeModelCard } from "lib/evaluation/cards/model_card.ts";
import type { ModelCard, PublishedModel } from "lib/evaluation/cards/model_card_text.ts";
import { UNSEEN_FOLDS } from "lib/evaluation/protocol.ts";
import { exists } from "lib/files.ts";
import { evaluate } from "lib/metrics/evaluate.ts";
import type { HeldOutPerformance } from "lib/scoring/models/held_out_performance.ts";
import type { TrainingPool } from "lib/scoring/models/training_pool.ts";
import { keepIfPossible } from "lib/storage/keeping.ts";
import { TARGETS } from "lib/targets.ts";

/** The model that a card is about. */
export interface ScoringCardOptions {
  readonly model: string;
  /** Its inputs, such as "transcripts". */
  readonly reads: string;
  readonly performance: HeldOutPerformance;
  /** The published model that reads them. @default none */
  readonly madeFrom?: PublishedModel;
}

const RESAMPLES = { resamples: 200, seed: 1, expanded: true }; // groups may be few

/** The card of a model that was fitted for scoring. */
export function scoringCard(
  { name, kind, groupName }: TrainingPool,
  { model, reads, performance: { random, unseen }, madeFrom }: ScoringCardOptions,
): ModelCard {
  return {
    model,
    description: `Predicts ${TARGETS.join(" and ")}, 0 to 1, of short videos from ${reads}.`,
    madeFrom: madeFrom && [madeFrom],
    data: name,
    split: "fitted on all of them; the random split's test side was left out and not opened",
    results: [
      {
        videos: `random split, validation (${random.predictions.length} videos)`,
        evaluations: evaluate(random.predictions, RESAMPLES),
      },
      {
        videos: `unseen ${groupName}, ${UNSEEN_FOLDS} folds (${unseen.predictions.length} videos)`,
        evaluations: evaluate(unseen.predictions, { ...RESAMPLES, groups: unseen.groups }),
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

/**
 * Writes a kept model's card unless it is there; a process that was killed may have left it out.
 *
 * @param folder the model's, if it is kept
 */
export async function keepCard(
  folder: string | undefined,
  card: () => ModelCard,
  { root }: { readonly root: string },
): Promise<void> {
  if (folder === undefined || await exists(join(folder, MODEL_CARD))) return;
  await keepIfPossible(() => writeModelCard(folder, card(), { root }));
}
