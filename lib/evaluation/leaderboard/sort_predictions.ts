import type { CurrentFacts } from "lib/evaluation/leaderboard/current_facts.ts";
import type { FinishedNotebook } from "lib/evaluation/predictions/finished_notebooks.ts";
import type { SavedPredictions } from "lib/evaluation/predictions/saved_predictions.ts";
import { digestOf } from "lib/storage/digest.ts";

/** Saved predictions by whether they still speak of what there is. */
export interface SortedPredictions {
  /** Those that a leaderboard shows, current and older, in the order given. */
  readonly shown: readonly SavedPredictions[];
  /** Those shown that come from an older notebook, trainer or recipe. */
  readonly older: ReadonlySet<SavedPredictions>;
  /** Those of other data, and of models that their notebook no longer makes. */
  readonly leftOut: readonly SavedPredictions[];
  /** What is marked or left out and why, one for each notebook and reason. */
  readonly sentences: readonly string[];
}

type Reason = keyof typeof REASONS;

/** What is said of the models of a notebook; all but `older` are left out. */
const REASONS = {
  otherData: "Left out: MODELS, predicted on other data than is read now",
  noNotebook: "Left out: MODELS, a notebook that is not there any more",
  notMade: "Left out: MODELS, which this notebook no longer makes",
  olderNotebook: "Marked “older run”: MODELS, which has changed since; run it again",
  olderTrainer:
    "Marked “older run”: MODELS, trained by another version of the trainer; run it again",
  olderRecipes: "Marked “older run”: MODELS, trained by other recipes; run it again",
} as const;

/** Sorts saved predictions by what holds at present. */
export function sortPredictions(
  saved: readonly SavedPredictions[],
  facts: CurrentFacts,
): SortedPredictions {
  const judged = saved.map((it) => ({ saved: it, reason: reasonOf(it, facts) }));
  const isOlder = (reason?: Reason) => reason?.startsWith("older") ?? false;
  const isShown = (reason?: Reason) => reason === undefined || isOlder(reason);
  return {
    shown: judged.filter(({ reason }) => isShown(reason)).map((it) => it.saved),
    older: new Set(judged.filter(({ reason }) => isOlder(reason)).map((it) => it.saved)),
    leftOut: judged.filter(({ reason }) => !isShown(reason)).map((it) => it.saved),
    sentences: [
      ...Map.groupBy(judged, ({ saved: { notebook }, reason }) => (
        reason === undefined ? "" : JSON.stringify([reason, notebook])
      )).values(),
    ].flatMap((group) => sentenceOf(group) ?? []),
  };
}

interface Judged {
  readonly saved: SavedPredictions;
  readonly reason?: Reason;
}

/** @param group predictions of one notebook with one reason, or all that are current */
function sentenceOf(group: readonly Judged[]): string | undefined {
  const { reason, saved: { notebook } } = group[0]!;
  if (reason === undefined) return undefined;
  const models = [...new Set(group.map(({ saved: { model } }) => model))].sort().join("; ");
  return `${REASONS[reason].replace("MODELS", () => `${models} of ${notebook}`)}.`;
}

/** Why predictions are marked or left out; nothing where they are current. */
function reasonOf(saved: SavedPredictions, facts: CurrentFacts): Reason | undefined {
  const { data, notebooks, finished, training: { trainer, recipes } } = facts;
  const present = notebooks.get(saved.notebook);
  const last = finished.get(saved.notebook);
  if (!data.has(saved.dataDigest)) return "otherData";
  if (present === undefined) return "noNotebook";
  const isOld = saved.notebookDigest !== present;
  if (isOld && last?.digest === present || wasNotMade(saved, last)) return "notMade";
  if (isOld) return "olderNotebook";
  if (saved.run && saved.run.trainer !== trainer) return "olderTrainer";
  if (saved.run && saved.run.recipes !== recipes) return "olderRecipes";
  return undefined;
}

function wasNotMade(saved: SavedPredictions, last?: FinishedNotebook): boolean {
  return last !== undefined && last.notMade.length > 0 && last.notMade.includes(digestOf(saved));
}
