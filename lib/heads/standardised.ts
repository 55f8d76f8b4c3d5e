import { columnDeviations, columnMeans } from "lib/heads/column_statistics.ts";
import { checkKind, checkPrediction, checkTraining } from "lib/heads/_guards.ts";
import type { Head } from "lib/heads/head.ts";
import type { DenseMatrix } from "lib/types.ts";

/**
 * Fits a head on columns that have mean 0 and variance 1 over the training rows:
 * `(x - mean) / std`; a column that never varies there becomes 0 everywhere.
 *
 * For columns whose units say nothing; where their spread is a sign of their worth it drowns the
 * worthy ones in noise.
 */
export function standardised(head: Head<DenseMatrix>): Head<DenseMatrix> {
  const name = `standardised ${head.name}`;
  return {
    name,
    async fit(features, targets) {
      checkTraining(name, features, targets);
      checkKind(`fit ${name}`, features, ["dense"]);
      const means = columnMeans(features);
      const deviations = columnDeviations(features, means);
      const fitted = await head.fit(standardise(features, { means, deviations }), targets);
      return {
        async predict(items) {
          checkPrediction(name, items, features.columns);
          return await fitted.predict(standardise(items, { means, deviations }));
        },
      };
    },
  };
}

function standardise(
  { rows, columns, data }: DenseMatrix,
  { means, deviations }: { means: Float64Array; deviations: Float64Array },
): DenseMatrix {
  const scaled = Float64Array.from(data, (value, at) => {
    const column = at % columns;
    const deviation = deviations[column]!;
    return deviation > 0 ? (value - means[column]!) / deviation : 0;
  });
  return { kind: "dense", rows, columns, data: scaled };
}
