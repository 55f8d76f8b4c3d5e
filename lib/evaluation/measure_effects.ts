import { columnDeviations, columnMeans } from "lib/heads/column_statistics.ts";
import { fitKnown } from "lib/heads/fit_known.ts";
import type { FittedHead, Head } from "lib/heads/head.ts";
import { selectRows } from "lib/heads/select_rows.ts";
import { DEFAULT_TARGETS, forTargets, namesOf, type Target, targetMatrix } from "lib/targets.ts";
import type { ByTarget, DenseMatrix, Scores, TrainTest, Video } from "lib/types.ts";

/** What a feature does to a score, and the least and most of it in any fold. */
export interface EffectRange {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** What a feature does to each score, in 0..1. */
export type FeatureEffect = ByTarget<EffectRange>;

/** What effects are measured on. */
export interface EffectTrial {
  /** [N, D] */
  readonly features: DenseMatrix;
  readonly videos: readonly Video[];
  readonly folds: readonly TrainTest[];
  /** @default virality and engagement */
  readonly targets?: readonly Target[];
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
  { features, videos, folds, targets = DEFAULT_TARGETS }: EffectTrial,
): Promise<FeatureEffect[]> {
  if (folds.length === 0) throw new RangeError("Cannot measure effects: expected a fold, got none");
  const byFold: Scores[][] = [];
  for (const { train, test } of folds) {
    const seen = selectRows(features, train);
    const known = targetMatrix(train.map((row) => videos[row]!), targets);
    const fitted = await fitKnown(head, { features: seen, targets: known });
    const steps = columnDeviations(seen, columnMeans(seen));
    const rows = selectRows(features, test);
    byFold.push(await effectsIn(fitted, { rows, steps, targets }));
  }
  return Array.from({ length: features.columns }, (_, column) => {
    const ofColumn = byFold.map((effects) => effects[column]!);
    return forTargets(
      namesOf(targets),
      (target) => rangeOf(ofColumn.map((effect) => effect[target]!)),
    );
  });
}

/** What each column's step adds to the mean prediction of some rows. */
async function effectsIn(
  fitted: FittedHead<DenseMatrix>,
  { rows, steps, targets }: {
    readonly rows: DenseMatrix;
    readonly steps: Float64Array;
    readonly targets: readonly Target[];
  },
): Promise<Scores[]> {
  const meanPrediction = async (matrix: DenseMatrix) => columnMeans(await fitted.predict(matrix));
  const before = await meanPrediction(rows);
  const effects: Scores[] = [];
  for (const [column, step] of steps.entries()) {
    const after = await meanPrediction(raised(rows, column, step));
    effects.push(forTargets(namesOf(targets), (_, k) => after[k]! - before[k]!));
  }
  return effects;
}

function raised(matrix: DenseMatrix, column: number, step: number): DenseMatrix {
  const isRaised = (at: number) => at % matrix.columns === column;
  return { ...matrix, data: matrix.data.map((value, at) => isRaised(at) ? value + step : value) };
}

function rangeOf(values: readonly number[]): EffectRange {
  const value = values.reduce((sum, effect) => sum + effect, 0) / values.length;
  return { value, low: Math.min(...values), high: Math.max(...values) };
}
