import { isObject } from "lib/json.ts";
import { digestOf } from "lib/storage/digest.ts";

/** Writes a value as one line of JSON together with its digest, by which `parseSealed` tells damage. */
export function sealed(content: unknown): string {
  const text = JSON.stringify(content);
  return `{"sha256":"${digestOf(JSON.parse(text))}","content":${text}}\n`;
}

/**
 * Reads what `sealed` wrote.
 *
 * @param source what an error calls the text
 * @throws {SyntaxError} when it is not what was written
 */
export function parseSealed(text: string, source: string): unknown {
  const value = parseJson(text, source);
  if (!isObject(value) || typeof value.sha256 !== "string" || value.content === undefined) {
    throw new SyntaxError(`Cannot read ${source}: expected sha256 and content, got neither`);
  }
  const found = digestOf(value.content);
  if (found === value.sha256) return value.content;
  throw new SyntaxError(
    `Cannot read ${source}: expected content of SHA-256 ${value.sha256.slice(0, 8)}…, ` +
      `got ${found.slice(0, 8)}…`,
  );
}

/**
 * Reads JSON.
 *
 * @param source what an error calls the text
 * @throws {SyntaxError} when it is none
 */
export function parseJson(text: string, source: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const got = text === "" ? "nothing" : JSON.stringify(text.slice(0, 80));
    throw new SyntaxError(`Cannot read ${source}: expected JSON, got ${got}`, { cause });
  }
}
