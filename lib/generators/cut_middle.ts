import type { TokenCounter } from "lib/generators/token_counter.ts";

/** How much of a text `cutMiddle` keeps. */
export interface CutOptions {
  /** Most tokens of the result, the mark of the cut included. */
  readonly maxTokens: number;
  readonly counter: TokenCounter;
}

const MARK = " […] ";

/**
 * Leaves out the middle of a text that has too many tokens, since a clip's opening and its end tell
 * the most of it; a text that fits stays as it is.
 *
 * @throws {RangeError} when the budget is no whole number or too small for the mark and a token on
 * either side
 */
export function cutMiddle(text: string, { maxTokens, counter }: CutOptions): string {
  const mark = counter.encode(MARK).length;
  if (!Number.isInteger(maxTokens) || maxTokens < mark + 2) {
    throw new RangeError(
      `Cannot cut a text: maxTokens expected a whole number of at least ${
        mark + 2
      }, got ${maxTokens}`,
    );
  }
  const count = (part: string) => counter.encode(part).length;
  if (count(text) <= maxTokens) return text;
  const characters = Array.from(text);
  // Tokens grow with characters but for a few at the cut, so what the search finds is checked again.
  let kept = largestWhere(characters.length, (it) => count(keepEnds(characters, it)) <= maxTokens);
  while (kept > 0 && count(keepEnds(characters, kept)) > maxTokens) kept--;
  return keepEnds(characters, kept);
}

function keepEnds(characters: readonly string[], kept: number): string {
  const head = characters.slice(0, Math.ceil(kept / 2)).join("");
  const tail = characters.slice(characters.length - Math.floor(kept / 2)).join("");
  return head.trimEnd() + MARK + tail.trimStart();
}

/** The largest number below `end` for which a test holds that holds for all smaller ones. */
function largestWhere(end: number, holds: (value: number) => boolean): number {
  let [low, high] = [0, end];
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return low;
}
