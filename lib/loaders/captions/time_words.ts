import type { Word } from "lib/types.ts";

/** A word of a caption line. */
export interface CaptionWord extends Word {
  /** When its line begins, from which its frames are counted. */
  readonly lineStartMs: number;
}

/** A stretch of a line's text whose beginning is known. */
export interface CaptionPart {
  /** May hold several words, or none. */
  readonly text: string;
  readonly startMs: number;
  /** Missing: it lasts until the line's next part, the last one until the line's end. */
  readonly endMs?: number;
}

/** What is shown at once. */
export interface CaptionLine {
  readonly startMs: number;
  /** Missing: it lasts until the next line. */
  readonly endMs?: number;
  readonly parts: readonly CaptionPart[];
}

/** White space and the zero-width characters that captions are padded with. */
const BETWEEN_WORDS = /[\s\u200b\u2060\ufeff]+/;

/**
 * Turns caption lines into words in order of time, in whole milliseconds.
 *
 * Lines that overlap: a line ends where the next later one begins, and a word where the next later
 * one begins. Words of one part share its time by their length, `length + 1` parts each. Line breaks
 * are no words.
 */
export function timeWords(lines: readonly CaptionLine[]): CaptionWord[] {
  const sorted = lines.toSorted((a, b) => a.startMs - b.startMs);
  const followers = laterStarts(sorted.map(({ startMs }) => startMs));
  const words = sorted.flatMap((line, i) => wordsOfLine(line, followers[i]!))
    .sort((a, b) => a.startMs - b.startMs);
  const nextStarts = laterStarts(words.map(({ startMs }) => startMs));
  return words.map((word, i) => ({ ...word, endMs: Math.min(word.endMs, nextStarts[i]!) }));
}

/** For each of some ascending times the first that is later, or infinity. */
function laterStarts(starts: readonly number[]): number[] {
  const later = new Array<number>(starts.length).fill(Infinity);
  for (let i = starts.length - 2; i >= 0; i--) {
    later[i] = starts[i + 1]! > starts[i]! ? starts[i + 1]! : later[i + 1]!;
  }
  return later;
}

function wordsOfLine({ startMs, endMs, parts }: CaptionLine, nextMs: number): CaptionWord[] {
  const sorted = parts.toSorted((a, b) => a.startMs - b.startMs);
  const open = Number.isFinite(nextMs) ? nextMs : sorted.at(-1)?.startMs ?? startMs;
  const lineEndMs = Math.min(endMs ?? open, nextMs);
  return sorted.flatMap((part, i) => {
    const until = part.endMs ?? sorted[i + 1]?.startMs ?? lineEndMs;
    return shareTime({ ...part, endMs: Math.max(until, part.startMs) })
      .map((word) => ({ ...word, lineStartMs: Math.round(startMs) }));
  });
}

function shareTime({ text, startMs, endMs }: Word): Word[] {
  const texts = text.split(BETWEEN_WORDS).filter((word) => word !== "");
  const total = texts.reduce((sum, { length }) => sum + length + 1, 0);
  const at = (share: number) => Math.round(startMs + (endMs - startMs) * share / total);
  let before = 0;
  return texts.map((text) => {
    const start = before;
    before += text.length + 1;
    return { text, startMs: at(start), endMs: at(before) };
  });
}
