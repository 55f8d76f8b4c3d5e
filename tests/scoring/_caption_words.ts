import type { CaptionWord } from "lib/loaders/captions/time_words.ts";

/** Words of one line each `lengthMs` long, from the lines' starts. */
export function captionWords(lines: readonly (readonly [number, string])[], lengthMs: number) {
  return lines.flatMap(([lineStartMs, line]) =>
    line.split(" ").map((text, i): CaptionWord => ({
      text,
      startMs: lineStartMs + lengthMs * i,
      endMs: lineStartMs + lengthMs * (i + 1),
      lineStartMs,
    }))
  );
}
