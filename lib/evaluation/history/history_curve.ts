import type { HistoryDraw } from "lib/evaluation/history/history_trial.ts";
import { bootstrapInterval, type BootstrapOptions, type Interval } from "lib/metrics/bootstrap.ts";
import { predictedTargets } from "lib/targets.ts";

/** A model's error when so many of a channel's videos are known. */
export interface HistoryError extends Interval {
  readonly known: number;
  /** Channels, or blocks that stand for them, with more videos than are known. */
  readonly channels: number;
}

/** How intervals are drawn: whole channels at a time. */
export type ChannelBootstrap = Omit<BootstrapOptions, "groups">;

/**
 * Mean squared error (scores in 0..1, all targets averaged) over all draws by number of known
 * videos, ascending, with an interval over channels.
 *
 * @throws {RangeError} when an option of the bootstrap is out of range
 */
export function historyCurve(
  draws: readonly HistoryDraw[],
  options: ChannelBootstrap,
): HistoryError[] {
  return [...Map.groupBy(draws, ({ known }) => known)].toSorted(([a], [b]) => a - b)
    .map(([known, ofKnown]) => {
      const errors = channelErrors(ofKnown);
      const interval = bootstrapInterval((at) => meanError(errors, at), errors.length, options);
      return { known, channels: errors.length, ...interval };
    });
}

/**
 * How much larger the first model's error is than the second's when as many videos are known, with
 * an interval from channels drawn for both at once.
 *
 * @throws {RangeError} when the two were not tried on the same channels and videos with that many
 * known
 */
export function historyGain(
  models: { readonly first: readonly HistoryDraw[]; readonly second: readonly HistoryDraw[] },
  { known, ...options }: ChannelBootstrap & { readonly known: number },
): Interval {
  const [first, second] = [models.first, models.second].map((draws) =>
    channelErrors(draws.filter((draw) => draw.known === known))
  );
  checkSameChannels(first!, second!, known);
  return bootstrapInterval(
    (at) => meanError(first!, at) - meanError(second!, at),
    first!.length,
    options,
  );
}

/** Squared error of one channel's predictions in all draws. */
interface ChannelError {
  readonly group: string;
  /** Averaged over all targets. */
  readonly sum: number;
  readonly predictions: number;
}

function channelErrors(draws: readonly HistoryDraw[]): ChannelError[] {
  return [...Map.groupBy(draws, ({ group }) => group)].map(([group, ofGroup]) => {
    const targets = predictedTargets(ofGroup.flatMap(({ predictions }) => predictions));
    const squares = ofGroup.flatMap(({ predictions }) =>
      predictions.flatMap(({ predicted, actual }) =>
        targets.filter((target) => actual[target] !== undefined)
          .map((target) => (predicted[target]! - actual[target]!) ** 2)
      )
    );
    const sum = squares.reduce((total, square) => total + square, 0) / targets.length;
    return { group, sum, predictions: squares.length / targets.length };
  });
}

function meanError(errors: readonly ChannelError[], at: Int32Array): number {
  let [sum, predictions] = [0, 0];
  for (const channel of at) {
    sum += errors[channel]!.sum;
    predictions += errors[channel]!.predictions;
  }
  return sum / predictions;
}

function checkSameChannels(
  first: readonly ChannelError[],
  second: readonly ChannelError[],
  known: number,
): void {
  const told = (errors: readonly ChannelError[]) =>
    errors.map(({ group, predictions }) => `${group} (${predictions})`).join(", ");
  if (first.length > 0 && told(first) === told(second)) return;
  throw new RangeError(
    `Cannot compare models with ${known} known videos: expected the same channels and numbers of ` +
      `predictions, got ${told(first) || "none"} and ${told(second) || "none"}`,
  );
}
