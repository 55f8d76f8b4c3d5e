import type { CurrentFacts } from "lib/evaluation/leaderboard/current_facts.ts";
import type { SortedPredictions } from "lib/evaluation/leaderboard/sort_predictions.ts";

/** A notebook without which a leaderboard is not complete. */
export interface MissingNotebook {
  readonly notebook: string;
  /** What is said of the notebook, such as "has not been run to its end". */
  readonly problem: string;
}

/**
 * Lists the notebooks that save predictions and of which not all are current: a leaderboard without
 * them is not complete.
 */
export function missingNotebooks(
  sorted: SortedPredictions,
  facts: CurrentFacts,
): MissingNotebook[] {
  return facts.saving.flatMap((notebook) => {
    const problem = problemOf(notebook, { sorted, facts });
    return problem === undefined ? [] : [{ notebook, problem }];
  });
}

function problemOf(
  notebook: string,
  { sorted, facts }: { readonly sorted: SortedPredictions; readonly facts: CurrentFacts },
): string | undefined {
  const { digest } = facts.finished.get(notebook) ?? {};
  if (digest === undefined) return "has not been run to its end";
  if (digest !== facts.notebooks.get(notebook)) return "has changed since it was run to its end";
  const own = sorted.shown.filter((it) => it.notebook === notebook);
  if (own.length === 0) return "has saved no predictions on the data that is read now";
  if (own.some((it) => sorted.older.has(it))) return "was last run by another trainer or recipe";
  return undefined;
}
