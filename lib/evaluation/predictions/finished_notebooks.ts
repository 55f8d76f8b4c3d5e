import { join } from "node:path";
import {
  predictionsFile,
  readPredictions,
  type SavedPredictions,
} from "lib/evaluation/predictions/saved_predictions.ts";
import { exists, writeAtomic } from "lib/files.ts";
import { isObject } from "lib/json.ts";
import { setAside } from "lib/storage/damage.ts";
import { digestOf, shortDigestOf } from "lib/storage/digest.ts";
import { parseSealed, sealed } from "lib/storage/sealed.ts";

/** A notebook that was run to its end. */
export interface FinishedNotebook {
  /** Its name without `.ipynb`. */
  readonly notebook: string;
  /** `notebookDigest` of the source that was run. */
  readonly digest: string;
  /**
   * `digestOf` of each of the notebook's saved predictions that lay there before and that the run,
   * which predicted the same data, did not make again.
   */
  readonly notMade: readonly string[];
}

/** Where records of finished notebooks lie. */
export interface FinishedOptions {
  /** The folder of the profile's predictions; records lie in `finished/` in it. */
  readonly folder: string;
  /**
   * What `listPredictionFiles` gave before the notebook was run, by which models are found that it no
   * longer makes. @default not looked for
   */
  readonly before?: PredictionFiles;
}

/** What tells each file of predictions from the one that stood in its place before, by its name. */
export type PredictionFiles = ReadonlyMap<string, string>;

/** Lists the files of predictions in a folder; none where there is no folder. */
export async function listPredictionFiles(folder: string): Promise<PredictionFiles> {
  const files = new Map<string, string>();
  for (const name of await jsonFilesIn(folder)) {
    const { ino, mtime, size } = await Deno.stat(join(folder, name));
    files.set(name, [ino, mtime?.getTime(), size].join(" "));
  }
  return files;
}

/**
 * Records that a notebook was run to its end, in place of what was recorded of it before.
 *
 * @throws {UnwritableError} when the record cannot be written
 */
export async function recordFinished(
  { notebook, digest }: Omit<FinishedNotebook, "notMade">,
  { folder, before }: FinishedOptions,
): Promise<void> {
  const notMade = before ? await findNotMade(notebook, { folder, before }) : [];
  const record: FinishedNotebook = { notebook, digest, notMade };
  await writeAtomic(join(folder, FOLDER, `${shortDigestOf(notebook)}.json`), sealed(record));
}

async function findNotMade(
  notebook: string,
  { folder, before }: Required<FinishedOptions>,
): Promise<string[]> {
  const after = await listPredictionFiles(folder);
  const isMade = (saved: SavedPredictions) => {
    const name = predictionsFile(saved);
    return after.get(name) !== before.get(name);
  };
  const own = (await readPredictions(folder)).filter((saved) => saved.notebook === notebook);
  const data = new Set(own.filter(isMade).map(({ dataDigest }) => dataDigest));
  return own.filter((saved) => !isMade(saved) && data.has(saved.dataDigest)).map(digestOf);
}

/**
 * Reads which notebooks were run to their end, by name; a damaged record is set aside, and its
 * notebook counts as not finished.
 */
export async function readFinished(folder: string): Promise<Map<string, FinishedNotebook>> {
  const finished = new Map<string, FinishedNotebook>();
  for (const name of await jsonFilesIn(join(folder, FOLDER))) {
    const path = join(folder, FOLDER, name);
    try {
      const record = parse(await Deno.readTextFile(path), path);
      finished.set(record.notebook, record);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      await setAside(path, error.message);
    }
  }
  return finished;
}

const FOLDER = "finished";

/** In alphabetical order. */
async function jsonFilesIn(folder: string): Promise<string[]> {
  if (!await exists(folder)) return [];
  const names = await Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
  return names.filter((name) => name.endsWith(".json")).sort();
}

function parse(text: string, source: string): FinishedNotebook {
  const record = parseSealed(text, source);
  if (isFinished(record)) return record;
  throw new SyntaxError(`Cannot read ${source}: expected a finished notebook and its digest`);
}

function isFinished(value: unknown): value is FinishedNotebook {
  if (!isObject(value)) return false;
  const { notebook, digest, notMade } = value;
  return typeof notebook === "string" && typeof digest === "string" && Array.isArray(notMade) &&
    notMade.every((saved) => typeof saved === "string");
}
