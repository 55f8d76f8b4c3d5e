import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { predictionsDigest } from "lib/evaluation/predictions/predictions_digest.ts";
import { exists, writeAtomic, writingTo } from "lib/files.ts";
import { isObject } from "lib/json.ts";
import { type Claim, tryClaim, untilFree } from "lib/storage/claim.ts";
import { parseJson, parseSealed, sealed } from "lib/storage/sealed.ts";
import type { Prediction } from "lib/types.ts";

/** One look at the test set: a model's predictions of it were compared with what came true. */
export interface TestOpening {
  readonly model: string;
  readonly data: string;
  readonly protocol: string;
  /** Moment of the opening, ISO 8601. */
  readonly date: string;
  /** SHA-256 of the predictions; other predictions of the same model are another opening. */
  readonly digest: string;
}

/** What tells whose opening it is. */
export type OpeningKey = Pick<TestOpening, "model" | "data" | "protocol">;

/** Where openings are recorded and what time it is. */
export interface RecordOptions {
  /** Made if it is missing. */
  folder: string;
  /** Moment of the opening. @default now */
  date?: Date;
}

/**
 * Records that a model saw the test set; the same predictions of the same model again are no new
 * opening.
 *
 * @throws {SyntaxError} when the record is damaged; it is left as it is
 * @throws {UnwritableError} when it cannot be written
 */
export async function recordOpening(
  opened: OpeningKey & { readonly predictions: readonly Prediction[] },
  { folder, date = new Date() }: RecordOptions,
): Promise<void> {
  const { model, data, protocol, predictions } = opened;
  const digest = predictionsDigest(predictions);
  const isKnown = (openings: readonly TestOpening[]) =>
    openingsOf(openings, opened).some((opening) => opening.digest === digest);
  const path = pathIn(folder);
  const wasLeft = await exists(lockOf(path)); // by a process that was killed: it goes away below
  if (isKnown(await readOpenings(folder)) && !wasLeft) return;
  const claim = await writingTo(path, () => claimRecord(folder));
  try {
    const openings = await readOpenings(folder); // another process may have been here meanwhile
    if (isKnown(openings)) return;
    const opening: TestOpening = { model, data, protocol, date: date.toISOString(), digest };
    await writeAtomic(path, sealed([...openings, opening]));
  } finally {
    await claim.release();
  }
}

/**
 * Reads the record of a folder, the oldest first.
 *
 * The older form, one JSON line an opening, is read as well; a last line of it that was cut short is
 * passed over.
 *
 * @throws {SyntaxError} when it is damaged, saying what to do: it cannot be made again
 */
export async function readOpenings(folder: string): Promise<TestOpening[]> {
  const path = pathIn(folder);
  if (!await exists(path)) return [];
  const text = await Deno.readTextFile(path);
  try {
    return isOlderForm(text) ? parseLines(text, path) : parseOpenings(text, path);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new SyntaxError(
      `${error.message}. This record of how often the test set was opened cannot be made again, so ` +
        "it is left as it is: put a copy in its place, or move it away and counting starts anew",
      { cause: error },
    );
  }
}

/** The openings of one model on one data set under one protocol. */
export function openingsOf(
  openings: readonly TestOpening[],
  { model, data, protocol }: OpeningKey,
): TestOpening[] {
  return openings.filter((opening) =>
    opening.model === model && opening.data === data && opening.protocol === protocol
  );
}

function pathIn(folder: string): string {
  return join(folder, "openings.jsonl");
}

function lockOf(path: string): string {
  return `${path}.lock`;
}

/** Waits for the right to change the record. */
async function claimRecord(folder: string): Promise<Claim> {
  const lock = lockOf(pathIn(folder));
  await mkdir(folder, { recursive: true });
  for (;;) {
    const claim = await tryClaim(lock);
    if (claim) return claim;
    await untilFree(lock);
  }
}

function isOlderForm(text: string): boolean {
  return text.startsWith('{"model":');
}

function parseLines(text: string, path: string): TestOpening[] {
  const lines = text.split("\n").slice(0, -1);
  return lines.map((line, index) => {
    const source = `${path}, line ${index + 1}`;
    return checkOpening(parseJson(line, source), source);
  });
}

function parseOpenings(text: string, path: string): TestOpening[] {
  const openings = parseSealed(text, path);
  if (!Array.isArray(openings)) throw new SyntaxError(`Cannot read ${path}: expected a list`);
  return openings.map((opening, index) => checkOpening(opening, `${path}, opening ${index + 1}`));
}

function checkOpening(opening: unknown, source: string): TestOpening {
  if (isOpening(opening)) return opening;
  throw new SyntaxError(
    `Cannot read ${source}: expected model, data, protocol, date and digest, got ` +
      JSON.stringify(opening).slice(0, 80),
  );
}

function isOpening(value: unknown): value is TestOpening {
  if (!isObject(value)) return false;
  return [value.model, value.data, value.protocol, value.digest]
    .every((field) => typeof field === "string" && field !== "") &&
    typeof value.date === "string" && !Number.isNaN(Date.parse(value.date));
}
