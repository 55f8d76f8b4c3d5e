import { columnMeans } from "./column_statistics.ts";
import { repeatRow } from "./_dense.ts";
import { checkPrediction, checkTraining } from "./_guards.ts";
import type { Head } from "./head.ts";

/** Predicts the training targets' mean for every row: what a model has to beat. */
export function mean(): Head {
  const name = "training mean";
  return {
    name,
    fit: (features, targets) =>
      Promise.try(() => {
        checkTraining(name, features, targets);
        const means = columnMeans(targets);
        return {
          predict: (items) =>
            Promise.try(() => {
              checkPrediction(name, items, features.columns);
              return repeatRow(means, items.rows);
            }),
        };
      }),
  };
}
