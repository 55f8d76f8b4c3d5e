import { CaptionsError } from "lib/loaders/captions/captions_error.ts";
import { parsePythonLiteral } from "lib/loaders/captions/python_literal.ts";

/** An object of a parsed file. */
export type Fields = Readonly<Record<string, unknown>>;

/** Where something stands, for errors. */
export interface Place {
  readonly source: string;
  readonly place: string;
}

/** Eleven days in ms: no caption is later. */
const LATEST = 1e9;

/** Whether a parsed value is an object, not a list. */
export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Parses JSON or a Python literal.
 *
 * @throws {CaptionsError} when it is neither
 */
export function parseValue(text: string, { source, place }: Place): unknown {
  try {
    return JSON.parse(text);
  } catch (notJson) {
    if (!(notJson instanceof SyntaxError)) throw notJson;
    try {
      return parsePythonLiteral(text);
    } catch (cause) {
      if (!(cause instanceof SyntaxError)) throw cause;
      const reasons = `found no JSON (${notJson.message}); as a Python literal: ${cause.message}`;
      throw new CaptionsError(source, place, reasons, { cause });
    }
  }
}

/**
 * Reads a list of objects.
 *
 * @throws {CaptionsError} when it is something else
 */
export function listIn(value: unknown, name: string, { source, place }: Place): Fields[] {
  if (Array.isArray(value) && value.every(isFields)) return value;
  throw new CaptionsError(
    source,
    place,
    `expected ${name} as a list of objects, got ${shown(value)}`,
  );
}

/**
 * Reads the first of some fields that is there as a time; nothing when none is.
 *
 * @throws {CaptionsError} when it is no number from 0 to 1e9
 */
export function timeIn(
  fields: Fields,
  names: readonly string[],
  { source, place }: Place,
): number | undefined {
  const name = names.find((name) => !isMissing(fields[name]));
  if (name === undefined) return undefined;
  const value = fields[name];
  const time = typeof value === "string" ? Number(value) : value;
  if (typeof time === "number" && time >= 0 && time <= LATEST) return time;
  throw new CaptionsError(source, place, `expected ${name} from 0 to 1e9, got ${shown(value)}`);
}

/**
 * Reads the first of some fields that is there as text.
 *
 * @throws {CaptionsError} when it is missing or no text
 */
export function textIn(
  fields: Fields,
  names: readonly string[],
  { source, place }: Place,
): string {
  const value = names.map((name) => fields[name]).find((value) => value !== undefined);
  if (typeof value === "string") return value;
  throw new CaptionsError(source, place, `expected ${names[0]} as text, got ${shown(value)}`);
}

function isMissing(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === "string" && !value.trim());
}

function shown(value: unknown): string {
  if (value === undefined) return "none";
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
