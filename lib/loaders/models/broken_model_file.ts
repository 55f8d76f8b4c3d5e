/**
 * The error for a model's file that cannot be read.
 *
 * @param problem what is wrong, naming the file
 */
export function brokenModelFile(problem: string, cause?: unknown): SyntaxError {
  return new SyntaxError(
    `${problem}. If it was not fetched whole, remove it: it is then fetched anew, or put a whole one ` +
      "in its place",
    { cause },
  );
}
