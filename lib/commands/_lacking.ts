import { readFacts } from "lib/evaluation/leaderboard/current_facts.ts";
import { missingNotebooks } from "lib/evaluation/leaderboard/missing_notebooks.ts";
import { sortPredictions } from "lib/evaluation/leaderboard/sort_predictions.ts";
import { readPredictions } from "lib/evaluation/predictions/saved_predictions.ts";
import { codeCells, type Notebook } from "lib/notebooks/notebook.ts";
import type { Settings } from "lib/settings.ts";
import { trainingVersions } from "lib/training/runs/trainer_version.ts";

export interface LackingOptions {
  /** Folder of the notebooks. */
  readonly notebooks: string;
  /** Folder of the profile's predictions. */
  readonly predictions: string;
  readonly settings: Settings;
}

/**
 * Says which notebooks must be run before one that reads what they saved, so that its committed tables
 * and graphs never lose their models; nothing where all is there, where it reads none, and in the
 * profile `sample`, whose graphs are not committed.
 */
export async function lackingFor(
  { name, notebook }: { readonly name: string; readonly notebook: Notebook },
  { notebooks, predictions, settings }: LackingOptions,
): Promise<string | undefined> {
  if (settings.profile === "sample") return undefined;
  if (!codeCells(notebook).some(({ source }) => /\breadPredictions\(/.test(source))) {
    return undefined;
  }
  const training = trainingVersions();
  const options = { folder: predictions, training, asking: name, notebooks };
  const facts = await readFacts(settings, options);
  const saved = sortPredictions(await readPredictions(predictions), facts);
  const missing = missingNotebooks(saved, facts);
  if (missing.length === 0) return undefined;
  const problems = missing.map(({ notebook: lacking, problem }) => `${lacking} ${problem}`);
  return `not run, so that its committed tables keep their models: ${problems.join("; ")}; ` +
    "run `deno task graphs` again";
}
