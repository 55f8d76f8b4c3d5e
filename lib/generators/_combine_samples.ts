import type { SampleOutcome } from "lib/generators/_ask_for_sample.ts";
import { type AveragedScores, averageSamples } from "lib/generators/average_samples.ts";
import type { TokenReading } from "lib/generators/token_expectation.ts";
import type { Prediction, Scores, Video } from "lib/types.ts";

/** What the answers about a video come to. */
export interface ChatPrediction extends Prediction {
  /** What each answer says, in the order of samples; those that say nothing are left out. */
  readonly samples: readonly Scores[];
  /** Standard deviation of the answers; none for a single one. */
  readonly spread?: Scores;
  /** What the probabilities of the answers' tokens say on average. */
  readonly expectation?: { readonly scores: Scores; readonly truncatedMass: Scores };
  /** Why samples are missing, one line a reason. */
  readonly problems: readonly string[];
}

/** A video without a prediction. */
export interface ChatFailure {
  readonly videoId: string;
  readonly reason: string;
}

type ScoresOutcome = Extract<SampleOutcome, { kind: "scores" }>;

/** Makes one prediction of a video's samples, or tells why there is none. */
export function combineSamples(
  { videoId, scores: actual }: Video,
  { outcomes, read }: { outcomes: readonly SampleOutcome[]; read: "samples" | "tokens" | "both" },
): ChatPrediction | ChatFailure {
  const answered = outcomes.filter((outcome) => outcome.kind === "scores");
  const expectation = read === "samples" ? undefined : averageReadings(answered);
  const problems = problemsOf(outcomes);
  if (answered.length === 0 || (read === "tokens" && !expectation)) {
    return { videoId, reason: problems.join("; ") };
  }
  const samples = answered.map(({ scores }) => scores);
  const { mean, spread }: AveragedScores = averageSamples(samples);
  const predicted = read === "tokens" ? expectation!.scores : mean;
  return { videoId, predicted, actual, samples, spread, expectation, problems };
}

function averageReadings(answered: readonly ScoresOutcome[]) {
  const readings = answered.flatMap(({ tokens }) => tokens?.kind === "scores" ? [tokens] : []);
  if (readings.length === 0) return undefined;
  return {
    scores: averageSamples(readings.map(({ scores }) => scores)).mean,
    truncatedMass: averageSamples(readings.map(({ truncatedMass }) => truncatedMass)).mean,
  };
}

/** Each reason once, with how many samples it has if more than one. */
function problemsOf(outcomes: readonly SampleOutcome[]): string[] {
  const reasons = outcomes.flatMap((outcome) =>
    outcome.kind === "scores" ? unreadable(outcome.tokens) : [outcome.reason]
  );
  return [...new Set(reasons)].map((reason) => {
    const times = reasons.filter((it) => it === reason).length;
    return times > 1 ? `${reason} (${times} samples)` : reason;
  });
}

function unreadable(tokens: TokenReading | undefined): string[] {
  return tokens?.kind === "unusable" ? [`no reading of the tokens: ${tokens.reason}`] : [];
}
