import { createHash } from "node:crypto";
import { join } from "node:path";
import { savedProblem } from "lib/evaluation/predictions/_saved_problem.ts";
import { recordOpening } from "lib/evaluation/predictions/test_openings.ts";
import { exists, writeAtomic } from "lib/files.ts";
import { isObject } from "lib/json.ts";
import { notebookDigest } from "lib/notebooks/notebook.ts";
import { readNotebook } from "lib/notebooks/notebook_file.ts";
import { sayOnce } from "lib/progress.ts";
import { settings } from "lib/settings.ts";
import { setAside } from "lib/storage/damage.ts";
import { parseJson, parseSealed, sealed } from "lib/storage/sealed.ts";
import type { Prediction } from "lib/types.ts";

/** A model's predictions and what they cost, for the leaderboard. */
export interface SavedPredictions {
  /** What tables call the model, such as "MiniLM frozen, kernel ridge". */
  readonly model: string;
  /** The notebook's name without `.ipynb`. */
  readonly notebook: string;
  /** `notebookDigest` of the notebook that saved them, as it was then. */
  readonly notebookDigest: string;
  /** `Corpus.name`. */
  readonly data: string;
  /** `digestOfVideos` of all videos that the notebook read. */
  readonly dataDigest: string;
  /** The training run that the model came from, if it came from one. */
  readonly run?: SavedRun;
  /** What was kept apart: "random split", "channels" or "blocks of 100 rows". */
  readonly protocol: string;
  readonly side: "validation" | "test" | "cross-validation";
  /** Rows the model was fitted on. */
  readonly trainingRows: number;
  /** What a table marks the row as. @default "model" */
  readonly role?: "baseline" | "model" | "original" | "ensemble";
  /** Wall-clock seconds of fitting, and of predicting all rows; missing where not measured. */
  readonly seconds: { readonly fit?: number; readonly predict?: number };
  /** What each prediction's video belongs to, such as its channel. */
  readonly groups?: readonly string[];
  readonly predictions: readonly Prediction[];
}

/** Which training run a model came from, and by what it was trained. */
export interface SavedRun {
  /** Of all that decides the run's numbers. */
  readonly digest: string;
  /** The trainer's version. */
  readonly trainer: number;
  /** Of the recipes that the library holds. */
  readonly recipes: string;
}

/** What a notebook says of its predictions; its own digest is added. */
export type NewPredictions = Omit<SavedPredictions, "notebookDigest">;

/** Where predictions are kept. */
export interface SaveOptions {
  /** Made if it is missing. */
  folder: string;
  /** Folder of the notebooks. @default the project's */
  notebooks?: string;
}

/**
 * Keeps a model's predictions as one sealed JSON file, replacing those of the same model, notebook,
 * data, protocol and side; with the test side the opening is recorded first, so that none goes
 * unseen. A model of another name leaves its old file, which can be removed.
 *
 * @throws {Deno.errors.NotFound} when there is no notebook of that name
 * @throws {SyntaxError} when a field is not what `SavedPredictions` says, such as a score that is
 * not finite, or the record of openings is damaged
 * @throws {UnwritableError} when nothing can be written to the folder
 */
export async function savePredictions(
  made: NewPredictions,
  { folder, notebooks = join(settings.root, "notebooks") }: SaveOptions,
): Promise<void> {
  const notebook = await readNotebook(join(notebooks, `${made.notebook}.ipynb`));
  const full = knownFields({ ...made, notebookDigest: notebookDigest(notebook) });
  const saved = check(JSON.parse(JSON.stringify(full)), `predictions of ${made.model}`);
  if (saved.side === "test") await recordOpening(saved, { folder });
  await writeAtomic(join(folder, predictionsFile(saved)), sealed(saved));
}

/**
 * Reads all predictions kept in a folder, ordered by file name; none where there is no folder.
 *
 * A damaged file is set aside, since its notebook makes it again; one of the older form, without
 * digests, is named and left.
 */
export async function readPredictions(folder: string): Promise<SavedPredictions[]> {
  if (!await exists(folder)) return [];
  const names = await Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
  const read = await Promise.all(
    names.filter((name) => name.endsWith(".json")).sort().map((name) => readOne(folder, name)),
  );
  return read.flatMap((saved) => saved ?? []);
}

async function readOne(folder: string, name: string): Promise<SavedPredictions | undefined> {
  const path = join(folder, name);
  try {
    const text = await Deno.readTextFile(path);
    if (!isOlderForm(parseJson(text, path))) return check(parseSealed(text, path), path);
    sayOnce(`${path} holds predictions of an older form, without digests; it is not used`);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    await setAside(path, error.message, { outlook: "and made again when its notebook is run" });
  }
}

/** A readable start and a digest of all that tells saved predictions apart, as a file's name. */
export function predictionsFile(
  { model, notebook, data, protocol, side }: NewPredictions,
): string {
  const identity = JSON.stringify([model, notebook, data, protocol, side]);
  const digest = createHash("sha256").update(identity).digest("hex").slice(0, 16);
  const readable = model.toLowerCase().replace(/[^a-z0-9]+/g, "-").slice(0, 40);
  return `${readable}-${digest}.json`;
}

/** Leaves out what a caller's object holds besides, such as the head that predicted. */
function knownFields(saved: SavedPredictions): SavedPredictions {
  const { model, notebook, notebookDigest, data, dataDigest, run, protocol, side } = saved;
  const { trainingRows, role, seconds, groups } = saved;
  const ofRun = run && { digest: run.digest, trainer: run.trainer, recipes: run.recipes };
  const predictions = saved.predictions.map(({ videoId, predicted, actual }) => (
    { videoId, predicted, actual }
  ));
  const made = { model, notebook, notebookDigest, data, dataDigest, run: ofRun, protocol, side };
  return { ...made, trainingRows, role, seconds, groups, predictions };
}

/** Whether a file's value is what was saved before predictions carried digests. */
function isOlderForm(value: unknown): boolean {
  return isObject(value) && value.sha256 === undefined && Array.isArray(value.predictions);
}

/** @param source what an error calls the value */
function check(value: unknown, source: string): SavedPredictions {
  if (isSaved(value)) return value;
  const { expected, got } = savedProblem(value)!;
  const text = JSON.stringify(got) ?? "nothing";
  const abridged = text.length <= 80 ? text : `${text.slice(0, 80)}…`;
  throw new SyntaxError(
    `Cannot read saved predictions from ${source}: expected ${expected}, got ${abridged}`,
  );
}

function isSaved(value: unknown): value is SavedPredictions {
  return savedProblem(value) === undefined;
}
