import { createGenerator } from "lib/random.ts";

/** A comment that documents something. */
export interface Docstring {
  readonly path: string;
  /** Counted from 1. */
  readonly line: number;
  /** Its words, without the marks of the comment. */
  readonly text: string;
  /** The line of code below it. */
  readonly about: string;
}

/** Finds every docstring of files. */
export function docstringsOf(sources: ReadonlyMap<string, string>): Docstring[] {
  return [...sources].flatMap(([path, code]) =>
    [...code.matchAll(/^ *\/\*\*([^]*?)\*\/\n *(.*)/gm)].map(({ 1: comment, 2: about, index }) => ({
      path,
      line: code.slice(0, index).split("\n").length,
      text: comment!.replace(/^\s*\*? ?/gm, "").trim(),
      about: about!,
    }))
  );
}

/** Whether a docstring begins as a question does, which most often restates a name. */
export function beginsAsQuestion({ text }: Docstring): boolean {
  return /^(?:What|How)\b/.test(text);
}

/** Draws docstrings to be judged by hand, the same for the same seed. */
export function drawDocstrings(
  docstrings: readonly Docstring[],
  { count, seed }: { readonly count: number; readonly seed: number },
): Docstring[] {
  const order = createGenerator(seed).permutation(docstrings.length);
  return order.slice(0, count).map((i) => docstrings[i]!);
}
