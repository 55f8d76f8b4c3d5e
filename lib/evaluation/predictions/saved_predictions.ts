import { createHash } from "node:crypto";
import { join } from "node:path";
import { savedProblem } from "lib/evaluation/predictions/_saved_problem.ts";
import { recordOpening } from "lib/evaluation/predictions/test_openings.ts";
import { exists, writeAtomic } from "lib/files.ts";
import type { Prediction } from "lib/types.ts";

/** A model's predictions and what they cost, for the leaderboard. */
export interface SavedPredictions {
  /** What tables call the model, such as "MiniLM frozen, kernel ridge". */
  readonly model: string;
  /** The notebook's name without `.ipynb`. */
  readonly notebook: string;
  /** `Corpus.name`. */
  readonly data: string;
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

/** Where predictions are kept. */
export interface SaveOptions {
  /** Made if it is missing. */
  folder: string;
}

/**
 * Keeps a model's predictions as one JSON file, replacing those of the same model, notebook, data,
 * protocol and side; with the test side the opening is recorded first, so that none goes unseen.
 * A model of another name leaves its old file, which can be removed.
 *
 * @throws {SyntaxError} when a field is not what `SavedPredictions` says, such as a score that is
 * not finite, or the record of openings is damaged
 */
export async function savePredictions(
  saved: SavedPredictions,
  { folder }: SaveOptions,
): Promise<void> {
  const made = parse(JSON.stringify(knownFields(saved)), `predictions of ${saved.model}`);
  if (made.side === "test") await recordOpening(made, { folder });
  await writeAtomic(join(folder, fileNameOf(made)), JSON.stringify(made) + "\n");
}

/**
 * Reads all predictions kept in a folder, ordered by file name; none where there is no folder.
 *
 * @throws {SyntaxError} when a JSON file in it is damaged or no saved predictions
 */
export async function readPredictions(folder: string): Promise<SavedPredictions[]> {
  if (!await exists(folder)) return [];
  const names = await Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
  return await Promise.all(
    names.filter((name) => name.endsWith(".json")).sort().map(async (name) => {
      const path = join(folder, name);
      return parse(await Deno.readTextFile(path), path);
    }),
  );
}

/** Leaves out what a caller's object holds besides, such as the head that predicted. */
function knownFields(saved: SavedPredictions): SavedPredictions {
  const { model, notebook, data, protocol, side, trainingRows, role, seconds, groups } = saved;
  const predictions = saved.predictions.map(({ videoId, predicted, actual }) => (
    { videoId, predicted, actual }
  ));
  const named = { model, notebook, data, protocol, side, trainingRows, role, seconds, groups };
  return { ...named, predictions };
}

/** A readable start and a digest of all that tells saved predictions apart. */
function fileNameOf({ model, notebook, data, protocol, side }: SavedPredictions): string {
  const identity = JSON.stringify([model, notebook, data, protocol, side]);
  const digest = createHash("sha256").update(identity).digest("hex").slice(0, 16);
  const readable = model.toLowerCase().replace(/[^a-z0-9]+/g, "-").slice(0, 40);
  return `${readable}-${digest}.json`;
}

/** @param source what an error calls the text */
function parse(text: string, source: string): SavedPredictions {
  const value = parseJson(text, source);
  if (isSaved(value)) return value;
  const { expected, got } = savedProblem(value)!;
  throw unreadable(source, expected, JSON.stringify(got) ?? "nothing");
}

function isSaved(value: unknown): value is SavedPredictions {
  return savedProblem(value) === undefined;
}

function parseJson(text: string, source: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw unreadable(source, "JSON", text, cause);
  }
}

function unreadable(source: string, expected: string, got: string, cause?: unknown): SyntaxError {
  const abridged = got.length <= 80 ? got : `${got.slice(0, 80)}…`;
  return new SyntaxError(
    `Cannot read saved predictions from ${source}: expected ${expected}, got ${abridged}`,
    { cause },
  );
}
