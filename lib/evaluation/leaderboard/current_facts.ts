import { join } from "node:path";
import { currentData } from "lib/evaluation/leaderboard/current_data.ts";
import {
  type FinishedNotebook,
  readFinished,
} from "lib/evaluation/predictions/finished_notebooks.ts";
import type { SavedRun } from "lib/evaluation/predictions/saved_predictions.ts";
import { codeCells, type Notebook, notebookDigest } from "lib/notebooks/notebook.ts";
import { readNotebook } from "lib/notebooks/notebook_file.ts";
import { listNotebooks } from "lib/notebooks/order.ts";
import type { Settings } from "lib/settings.ts";

/** What holds at present, by which saved predictions are judged. */
export interface CurrentFacts {
  /** `digestOfVideos` of every set of videos that notebooks read. */
  readonly data: ReadonlySet<string>;
  /** `notebookDigest` of each notebook there is. */
  readonly notebooks: ReadonlyMap<string, string>;
  /** Names of the notebooks that save predictions, in reading order. */
  readonly saving: readonly string[];
  /** Which notebooks, but for the one that asks, were run to their end, by name. */
  readonly finished: ReadonlyMap<string, FinishedNotebook>;
  readonly training: TrainingVersions;
}

/** By what models are trained at present. */
export type TrainingVersions = Omit<SavedRun, "digest">;

/** What `readFacts` cannot find out by itself. */
export interface FactsOptions {
  /** Folder of the profile's predictions. */
  readonly folder: string;
  readonly training: TrainingVersions;
  /** The notebook that asks, which is not among those that save. */
  readonly asking: string;
  /** Folder of the notebooks. @default the project's */
  readonly notebooks?: string;
}

/**
 * Finds out what saved predictions are to be judged by.
 *
 * @throws {DatasetError} when the real data set has problems
 * @throws {SyntaxError} when a notebook cannot be read
 */
export async function readFacts(
  settings: Pick<Settings, "dataset" | "videos" | "profile" | "root">,
  { folder, training, asking, notebooks = join(settings.root, "notebooks") }: FactsOptions,
): Promise<CurrentFacts> {
  const names = await listNotebooks(notebooks);
  const read = await Promise.all(names.map(async (name) => {
    const notebook = await readNotebook(join(notebooks, `${name}.ipynb`));
    return { name, digest: notebookDigest(notebook), saves: savesPredictions(notebook) };
  }));
  const finished = await readFinished(folder);
  finished.delete(asking); // what was last made says nothing of what it makes now
  return {
    data: await currentData(settings),
    notebooks: new Map(read.map(({ name, digest }) => [name, digest])),
    saving: read.filter(({ name, saves }) => saves && name !== asking).map(({ name }) => name),
    finished,
    training,
  };
}

function savesPredictions(notebook: Notebook): boolean {
  return codeCells(notebook).some(({ source }) => /\bsavePredictions\(/.test(source));
}
