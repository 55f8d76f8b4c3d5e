/** Where a text comes from. */
export type TextSource =
  | { readonly kind: "transcript"; readonly path: string }
  /** Timed words in any form that `readCaptions` knows. */
  | { readonly kind: "captions"; readonly path: string };

/** One thing to score; a clip may come with what is said in it. */
export type ScoreRequest =
  | TextSource
  | { readonly kind: "video"; readonly path: string; readonly spoken?: TextSource };

/** The path that stands for standard input. */
export const STANDARD_INPUT = "-";

/** What an answer calls the item. */
export function itemName({ path }: ScoreRequest): string {
  return path === STANDARD_INPUT ? "standard input" : path;
}
