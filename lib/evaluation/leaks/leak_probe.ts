import type { Interval } from "lib/metrics/bootstrap.ts";

/** What a probe says of a split. */
export type Verdict = "leaks" | "passes" | "cannot tell";

/** What one way of cheating is worth under a split. */
export interface LeakProbe {
  readonly name: "row number" | "repeated transcripts" | "group guessed from text";
  /** What `value` and `baseline` are: an error, or a share of right guesses. */
  readonly measure: "MSE" | "accuracy";
  /** What the cheat reaches on the validation side. */
  readonly value: number;
  /** What is reached without it: the training mean's error, or chance. */
  readonly baseline: number;
  /** How much better the cheat is, with a bootstrap interval over groups. */
  readonly gain: Interval;
  readonly verdict: Verdict;
  /** The same in a sentence. */
  readonly sentence: string;
  /** Validation rows that the cheat has something to say of. */
  readonly rows: readonly number[];
}

/** Fewest groups that can differ from chance at all: `2 / 2^6 < 0.05` in a sign-flip test. */
const LEAST_GROUPS = 6;

/**
 * Judges a cheat by its gain: it leaks if the interval lies above 0, and passes if there is nothing
 * that it could speak of. Over fewer than six groups not even a gain in all of them would be clear
 * of chance, so nothing can be told.
 */
export function judgeLeak(
  measured: Omit<LeakProbe, "verdict">,
  groups: readonly (string | number)[],
): LeakProbe {
  const { verdict, reason } = judge(measured, new Set(groups).size);
  const ends = [measured.gain.low, measured.gain.high].map((end) => end.toFixed(4)).join(" to ");
  return { ...measured, verdict, sentence: `${measured.sentence}; gain ${ends}: ${reason}.` };
}

function judge(
  { gain, rows }: Pick<LeakProbe, "gain" | "rows">,
  groups: number,
): { verdict: Verdict; reason: string } {
  if (rows.length === 0) return { verdict: "passes", reason: "there is nothing to cheat by" };
  if (groups < LEAST_GROUPS) {
    return { verdict: "cannot tell", reason: `${groups} groups are too few to tell` };
  }
  return gain.low > 0
    ? { verdict: "leaks", reason: "this split leaks it" }
    : { verdict: "passes", reason: "no gain clear of chance" };
}
