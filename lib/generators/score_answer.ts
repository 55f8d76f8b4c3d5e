/** The scores that can be written: whole numbers 0 to 100. */
const WHOLE_SCORES: readonly number[] = Array.from({ length: 101 }, (_, percent) => percent);

/**
 * Score in 0..1 of each answer that counts as one: a whole number 0 to 100, with a space before it
 * or none.
 */
export const SCORE_ANSWERS: ReadonlyMap<string, number> = new Map(
  WHOLE_SCORES.flatMap((percent) =>
    [`${percent}`, ` ${percent}`].map((answer) => [answer, percent / 100] as const)
  ),
);

/**
 * How a score in 0..1 is written after a prompt: a space and a whole number 0 to 100.
 *
 * @throws {RangeError} when the score is outside 0..1
 */
export function writeScore(score: number): string {
  if (!(score >= 0 && score <= 1)) {
    throw new RangeError(`Cannot write a score: expected 0..1, got ${score}`);
  }
  return ` ${Math.round(score * 100)}`;
}
