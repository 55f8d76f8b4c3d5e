import type { Generator } from "lib/random.ts";
import type { Word } from "lib/types.ts";

/** Slowest and fastest speech in words per second, and shortest and longest clip in ms. */
const PACE = { slowest: 2.3, fastest: 5, shortestMs: 8000, longestMs: 20000 } as const;

/** Draws how long a clip with so many words takes, in ms; speech is slower in one than in another. */
export function drawDuration(generator: Generator, words: number): number {
  const least = Math.max(PACE.shortestMs, 1000 * words / PACE.fastest);
  const most = Math.min(PACE.longestMs, 1000 * words / PACE.slowest);
  return Math.round(least + (most - least) * generator.uniform());
}

/** Spreads sentences over a clip: long words take longer, commas and sentence ends make pauses. */
export function timeWords(
  generator: Generator,
  { sentences, durationMs }: { sentences: readonly string[]; durationMs: number },
): Word[] {
  const spoken = sentences.flatMap((sentence) => sentence.split(" ")).map((text) => ({
    text,
    length: (3 + text.length) * (0.85 + 0.3 * generator.uniform()),
    pause: pauseAfter(text) * (0.6 + 0.8 * generator.uniform()),
  }));
  const leadIn = 2 + 6 * generator.uniform();
  const total = spoken.reduce((sum, { length, pause }) => sum + length + pause, leadIn);
  const toMs = (at: number) => Math.round(at / total * durationMs);
  let at = leadIn;
  return spoken.map(({ text, length, pause }) => {
    const word = { text, startMs: toMs(at), endMs: toMs(at + length) };
    at += length + pause;
    return word;
  });
}

function pauseAfter(text: string): number {
  if (/[.?]$/.test(text)) return 8;
  return text.endsWith(",") ? 3 : 0.6;
}
