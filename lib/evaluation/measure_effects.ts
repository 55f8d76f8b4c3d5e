import { columnDeviations, columnMeans } from "lib/heads/column_statistics.ts";
import type { FittedHead, Head } from "lib/heads/head.ts";
import { selectRows } from "lib/heads/select_rows.ts";
import { targetMatrix } from "lib/targets.ts";
import type { DenseMatrix, Scores, Target, TrainTest, Video } from "lib/types.ts";

/** What a feature does to a score, and the least and most of it in any fold. */
export interface EffectRange {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** What a feature does to both scores, in 0..1. */
export type FeatureEffect = Readonly<Record<Target, EffectRange>>;

/** What effects are measured on. */
export interface EffectTrial {
  /** [N, D] */
  readonly features: DenseMatrix;
  readonly videos: readonly Video[];
  readonly folds: readonly TrainTest[];
}

/**
 * Measures by how much a head's scores change when a feature rises by one standard deviation of the
 * training rows: the mean of `f(x + std_d e_d) - f(x)` over the rows of each fold's test side, averaged
 * over the folds (for a linear head, the standardised weight).
 *
 * It says what a model does with a feature, not what a feature does to a video; features that rise and
 * fall together share one effect in any way. The range is over folds and no interval.
 *
 * @returns one effect for each of the D columns
 * @throws {RangeError} when there is no fold
 */
export async function measureEffects(
  head: Head<DenseMatrix>,
  { features, videos, folds }: EffectTrial,
): Promise<FeatureEffect[]> {
  if (folds.length === 0) throw new RangeError("Cannot measure effects: expected a fold, got none");
  const byFold: Scores[][] = [];
  for (const { train, test } of folds) {
    const seen = selectRows(features, train);
    const fitted = await head.fit(seen, targetMatrix(train.map((row) => videos[row]!)));
    const steps = columnDeviations(seen, columnMeans(seen));
    byFold.push(await effectsIn(fitted, selectRows(features, test), steps));
  }
  return Array.from({ length: features.columns }, (_, column) => {
    const ofColumn = byFold.map((effects) => effects[column]!);
    return { virality: rangeOf(ofColumn, "virality"), engagement: rangeOf(ofColumn, "engagement") };
  });
}

/** What each column's step adds to the mean prediction of some rows. */
async function effectsIn(
  fitted: FittedHead<DenseMatrix>,
  rows: DenseMatrix,
  steps: Float64Array,
): Promise<Scores[]> {
  const meanScores = async (matrix: DenseMatrix) => columnMeans(await fitted.predict(matrix));
  const before = await meanScores(rows);
  const effects: Scores[] = [];
  for (const [column, step] of steps.entries()) {
    const after = await meanScores(raised(rows, column, step));
    effects.push({ virality: after[0]! - before[0]!, engagement: after[1]! - before[1]! });
  }
  return effects;
}

function raised(matrix: DenseMatrix, column: number, step: number): DenseMatrix {
  const isRaised = (at: number) => at % matrix.columns === column;
  return { ...matrix, data: matrix.data.map((value, at) => isRaised(at) ? value + step : value) };
}

function rangeOf(effects: readonly Scores[], target: Target): EffectRange {
  const values = effects.map((effect) => effect[target]);
  const value = values.reduce((sum, effect) => sum + effect, 0) / values.length;
  return { value, low: Math.min(...values), high: Math.max(...values) };
}
