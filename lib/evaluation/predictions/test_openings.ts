import { appendFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { predictionsDigest } from "lib/evaluation/predictions/predictions_digest.ts";
import { exists, writeAtomic } from "lib/files.ts";
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
 * Records that a model saw the test set, one JSON line after the others; the same predictions of
 * the same model again are no new opening.
 *
 * @throws {SyntaxError} when the record is damaged
 */
export async function recordOpening(
  opened: OpeningKey & { readonly predictions: readonly Prediction[] },
  { folder, date = new Date() }: RecordOptions,
): Promise<void> {
  const { model, data, protocol, predictions } = opened;
  const digest = predictionsDigest(predictions);
  const known = openingsOf(await readOpenings(folder), opened);
  if (known.some((opening) => opening.digest === digest)) return;
  const opening: TestOpening = { model, data, protocol, date: date.toISOString(), digest };
  await mkdir(folder, { recursive: true });
  await dropCutLine(pathIn(folder));
  await appendFile(pathIn(folder), JSON.stringify(opening) + "\n", { flush: true });
}

/**
 * Reads the record of a folder, the oldest first; a last line that was cut short is passed over.
 *
 * @throws {SyntaxError} when another line is no opening
 */
export async function readOpenings(folder: string): Promise<TestOpening[]> {
  const path = pathIn(folder);
  if (!await exists(path)) return [];
  const lines = (await Deno.readTextFile(path)).split("\n").slice(0, -1);
  return lines.map((line, index) => parseOpening(line, `${path}, line ${index + 1}`));
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

/** Lets the next line start on its own where a killed process left half of one. */
async function dropCutLine(path: string): Promise<void> {
  if (!await exists(path)) return;
  const text = await Deno.readTextFile(path);
  const end = text.lastIndexOf("\n") + 1;
  if (end < text.length) await writeAtomic(path, text.slice(0, end));
}

function parseOpening(line: string, source: string): TestOpening {
  const opening = parseJson(line);
  if (isOpening(opening)) return opening;
  throw new SyntaxError(
    `Cannot read the record of test openings from ${source}: ` +
      `expected model, data, protocol, date and digest, got ${line.slice(0, 80)}`,
  );
}

function isOpening(value: unknown): value is TestOpening {
  if (typeof value !== "object" || value === null) return false;
  const fields: Partial<Record<string, unknown>> = { ...value };
  return [fields.model, fields.data, fields.protocol, fields.digest]
    .every((field) => typeof field === "string" && field !== "") &&
    typeof fields.date === "string" && !Number.isNaN(Date.parse(fields.date));
}

/** The value of a JSON text, or nothing where it is none. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
