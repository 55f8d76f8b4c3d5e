import { timed, type TimedOptions } from "lib/evaluation/timed.ts";
import type { Head } from "lib/heads/head.ts";
import type { Features, Prediction, Sequences, Views } from "lib/types.ts";

/** What a head predicted and how long that took. */
export interface TimedPredictions {
  readonly predictions: readonly Prediction[];
  /** Wall-clock seconds in `fit` and in `predict`, summed over all calls. */
  readonly seconds: { readonly fit: number; readonly predict: number };
}

/**
 * Measures how long a head fits and predicts while something uses it.
 *
 * The clock runs until each promise is fulfilled, so nothing else may compute meanwhile.
 *
 * @example `await timedHead(head, (it) => fitAndPredict(it, trial))`
 */
export async function timedHead<Input extends Features | Sequences | Views>(
  head: Head<Input>,
  use: (head: Head<Input>) => Promise<readonly Prediction[]>,
  options: TimedOptions = {},
): Promise<TimedPredictions> {
  const spent = { fit: 0, predict: 0 };
  const predictions = await use({
    name: head.name,
    fit: async (features, targets) => {
      const fitting = await timed(() => head.fit(features, targets), options);
      spent.fit += fitting.seconds;
      return {
        predict: async (rows) => {
          const predicting = await timed(() => fitting.value.predict(rows), options);
          spent.predict += predicting.seconds;
          return predicting.value;
        },
      };
    },
  });
  return { predictions, seconds: spent };
}
