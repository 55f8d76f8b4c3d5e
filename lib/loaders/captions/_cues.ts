import { CaptionsError } from "lib/loaders/captions/captions_error.ts";

/** A subtitle file's text between two times. */
export interface Cue {
  readonly startMs: number;
  readonly endMs: number;
  readonly lines: readonly string[];
}

/** Lines of a file between two empty ones. */
export interface Block {
  /** Of its first line, counted from 1. */
  readonly lineNumber: number;
  readonly lines: readonly string[];
}

/** Splits a text at its empty lines. */
export function splitBlocks(text: string): Block[] {
  const blocks: { lineNumber: number; lines: string[] }[] = [];
  let open = false;
  for (const [i, line] of text.replace(/^\ufeff/, "").split(/\r\n|\n|\r/).entries()) {
    if (line !== "" && !open) blocks.push({ lineNumber: i + 1, lines: [] });
    if (line !== "") blocks.at(-1)!.lines.push(line);
    open = line !== "";
  }
  return blocks;
}

const TIMING =
  /^\s*(?:(\d{1,4}):)?([0-5]\d):([0-5]\d)[.,](\d{3})\s*-->\s*(?:(\d{1,4}):)?([0-5]\d):([0-5]\d)[.,](\d{3})(?:\s.*)?$/;

/**
 * Reads a block as a cue: a name or none, the two times, the text.
 *
 * @throws {CaptionsError} when the times are malformed, or the end comes before the start
 */
export function readCue({ lineNumber, lines }: Block, source: string): Cue {
  const at = lines.slice(0, 2).findIndex((line) => line.includes("-->"));
  const fail = (offset: number, reason: string): never => {
    throw new CaptionsError(source, `line ${lineNumber + offset}`, reason);
  };
  const [, ...parts] = lines[at]?.match(TIMING) ??
    fail(
      Math.max(at, 0),
      `expected times like 00:00:01.000 --> 00:00:02.500, got ${quote(lines, at)}`,
    );
  const [startMs, endMs] = [toMs(parts.slice(0, 4)), toMs(parts.slice(4))];
  if (endMs < startMs) fail(at, `expected the end after ${startMs} ms, got ${endMs} ms`);
  const text = lines.slice(at + 1);
  const stray = text.findIndex((line) => line.includes("-->"));
  if (stray !== -1) fail(at + 1 + stray, "expected an empty line before the next times, got none");
  return { startMs, endMs, lines: text };
}

/** Milliseconds of hours (or none), minutes, seconds and milliseconds as matched by a pattern. */
export function toMs([hours = "0", minutes, seconds, ms]: readonly (string | undefined)[]): number {
  return ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 + Number(ms);
}

function quote(lines: readonly string[], at: number): string {
  return JSON.stringify((lines[Math.max(at, 0)] ?? "").slice(0, 60));
}
