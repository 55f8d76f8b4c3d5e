import type { DenseMatrix } from "lib/types.ts";
import { columnMeans } from "./column_statistics.ts";
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
              return repeat(means, items.rows);
            }),
        };
      }),
  };
}

function repeat(row: Float64Array, rows: number): DenseMatrix {
  const data = Float64Array.from({ length: rows * row.length }, (_, at) => row[at % row.length]!);
  return { kind: "dense", rows, columns: row.length, data };
}
