import type { Word } from "lib/types.ts";

/** The frames during which a word is on screen: `first`, `first + 1`, ..., `end - 1`. */
export interface WordFrames {
  readonly first: number;
  /** The frame after its last. */
  readonly end: number;
}

/** Knobs of `wordsToFrames`. */
export interface WordsToFramesOptions {
  /** How many frames the clip has. */
  readonly frames: number;
  /** Frames a second. @default 10 */
  readonly fps?: number;
}

/**
 * Maps words to the frames they are on screen, by the original's rule: a word whose line starts at
 * `lineStartMs` begins at frame `floor(lineStartMs / 1000 * fps) + floor(offsetMs / 1000 * fps)` and
 * ends, by the same rule, where the next word or the end of its line does.
 *
 * Rounding a line's start and a word's offset apart can place a word one frame early. A word keeps at
 * least one frame, never begins before the word ahead of it, and lies on the last frame if it comes
 * after the clip's end. Words without `lineStartMs` are counted from the clip's start.
 *
 * @param words in order of time
 * @throws {RangeError} when `frames` is no positive whole number, `fps` is not positive, or a word
 * begins before 0, before the word ahead of it or after its own end
 */
export function wordsToFrames(
  words: readonly (Word & { readonly lineStartMs?: number })[],
  options: WordsToFramesOptions,
): WordFrames[] {
  const { frames, fps = 10 } = options;
  check(words, { frames, fps });
  let earliest = 0;
  return words.map(({ startMs, endMs, lineStartMs = 0 }) => {
    const frameAt = (timeMs: number) =>
      Math.floor(lineStartMs / 1000 * fps) + Math.floor((timeMs - lineStartMs) / 1000 * fps);
    const first = Math.min(Math.max(frameAt(startMs), earliest), frames - 1);
    earliest = first;
    return { first, end: Math.min(Math.max(frameAt(endMs), first + 1), frames) };
  });
}

function check(words: readonly Word[], { frames, fps }: Required<WordsToFramesOptions>): void {
  if (!Number.isInteger(frames) || frames < 1 || !(fps > 0)) {
    throw new RangeError(
      `Cannot map words to frames: expected frames >= 1 and fps > 0, got ${frames} and ${fps}`,
    );
  }
  words.forEach(({ text, startMs, endMs }, i) => {
    if (startMs >= (words[i - 1]?.startMs ?? 0) && endMs >= startMs) return;
    throw new RangeError(
      `Cannot map words to frames: expected word ${i} (${JSON.stringify(text)}) after the one ` +
        `before it and to end after its start, got ${startMs} to ${endMs} ms`,
    );
  });
}
