import { createGenerator, deriveSeed } from "lib/random.ts";

/** Which of a channel's videos are known when others are predicted. */
export interface HistoryCase {
  /** How many are known. */
  readonly known: number;
  readonly draw: number;
  /** Rows of the known videos. */
  readonly past: readonly number[];
  /** Rows of the predicted videos. */
  readonly next: readonly number[];
}

/** How known videos are chosen. */
export interface CaseOptions {
  /** Numbers of known videos to try. */
  readonly known: readonly number[];
  /**
   * `random`: some of the channel's videos are known and all others predicted, again in each draw.
   * `past`: those right before a video are known, and it alone is predicted; the same videos are
   * predicted for every number.
   */
  readonly order: "random" | "past";
  /** How often known videos are drawn, if in random order. */
  readonly draws: number;
  /** Seed of the draws. */
  readonly seed: number;
}

/** The cases of one channel, whose rows are in order of publication; none if it has too few videos. */
export function historyCases(rows: readonly number[], options: CaseOptions): HistoryCase[] {
  const { known, order, draws, seed } = options;
  if (order === "past") return pastCases(rows, known);
  return Array.from({ length: draws }, (_, draw) => {
    const shuffled = createGenerator(deriveSeed(seed, draw, rows[0] ?? 0)).permutation(rows.length)
      .map((at) => rows[at]!);
    return known.filter((k) => k < rows.length)
      .map((k) => ({ known: k, draw, past: shuffled.slice(0, k), next: shuffled.slice(k) }));
  }).flat();
}

function pastCases(rows: readonly number[], known: readonly number[]): HistoryCase[] {
  const first = Math.max(...known);
  return known.flatMap((k) =>
    rows.slice(first).map((row, at) => ({
      known: k,
      draw: 0,
      past: rows.slice(first + at - k, first + at),
      next: [row],
    }))
  );
}
