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
  const tokens = counter.encode(text);
  if (tokens.length <= maxTokens) return text;
  // Words that the cut splits may have other tokens than before, so less is kept until all fits.
  for (let kept = maxTokens - mark; kept > 0; kept--) {
    const head = counter.decode(tokens.slice(0, Math.ceil(kept / 2))).replace(/\uFFFD+$/, "");
    const tail = counter.decode(tokens.slice(tokens.length - Math.floor(kept / 2)))
      .replace(/^\uFFFD+/, "");
    const cut = head.trimEnd() + MARK + tail.trimStart();
    if (counter.encode(cut).length <= maxTokens) return cut;
  }
  return MARK.trim();
}
