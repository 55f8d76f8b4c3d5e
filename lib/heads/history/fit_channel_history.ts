import { toMatrix } from "lib/heads/_dense.ts";
import { knownRows, selectColumns } from "lib/heads/fit_known.ts";
import { checkTraining } from "lib/heads/_guards.ts";
import { likenessOf } from "lib/heads/history/_history_covariance.ts";
import {
  type ChannelResiduals,
  likeliestShares,
  type TargetVariance,
} from "lib/heads/history/_variance_shares.ts";
import { type ChannelHistory, restoreChannelHistory } from "lib/heads/history/channel_history.ts";
import { selectRows } from "lib/heads/select_rows.ts";
import type { DenseMatrix, Features } from "lib/types.ts";

/** Longer channels count as several in `fitChannelHistory`, whose steps grow with the cube. */
const LONGEST_CHANNEL = 100;

/** Videos of many channels and what a model missed of them. */
export interface HistoryTraining {
  /** Actual less predicted [N, K] by a model that had not seen the video's channel; NaN: not known. */
  readonly residuals: DenseMatrix;
  /** The channel of each video. */
  readonly groups: readonly (string | number)[];
  /** By which videos are compared [N, D], a row of zeros where nothing is known; none: not compared. */
  readonly features?: Features;
}

/**
 * Learns how far a channel's known scores speak for its other videos: a mixed model of what another
 * model misses, `residual = level of the channel + what videos alike share + noise`.
 *
 * Two videos of a channel have the covariance `v (level + likeness cosine(features))`, so that past
 * residuals r move a prediction by `c C⁻¹ r`. Without likeness this is empirical Bayes' shrinkage of
 * the channel's mean by `n / (n + noise / level)` (Efron and Morris 1975); with it, kriging inside
 * the channel. Variances are those under which the training residuals are likeliest, each target's on
 * the rows of which it is known.
 *
 * @throws {RangeError} when there are no rows
 * @throws {TypeError} when rows differ in number or a value is not finite
 */
export function fitChannelHistory(training: HistoryTraining): ChannelHistory {
  const { residuals, groups, features } = training;
  if (groups.length !== residuals.rows) {
    throw new TypeError(
      `Cannot fit a channel's history: expected a group for each of ${residuals.rows} videos, ` +
        `got ${groups.length}`,
    );
  }
  return restoreChannelHistory(variancesOf(training), { columns: features?.columns });
}

/** Each target's, from the rows of which it is known. */
function variancesOf(training: HistoryTraining): TargetVariance[] {
  const { residuals, features } = training;
  if (residuals.data.some(Number.isNaN)) {
    return Array.from({ length: residuals.columns }, (_, k) => variancesOf(knownOf(training, k)))
      .flat();
  }
  checkTraining("a channel's history", features ?? residuals, residuals);
  const usesLikeness = features !== undefined;
  return likeliestShares(channelsOf(training), { targets: residuals.columns, usesLikeness });
}

function knownOf({ residuals, groups, features }: HistoryTraining, k: number): HistoryTraining {
  const rows = knownRows(residuals, k);
  return {
    residuals: selectColumns(selectRows(residuals, rows), [k]),
    groups: rows.map((row) => groups[row]!),
    ...(features && { features: selectRows(features, rows) }),
  };
}

function channelsOf({ residuals, groups, features }: HistoryTraining): ChannelResiduals[] {
  const members = [...Map.groupBy(groups.keys(), (row) => groups[row]!).values()];
  return members.flatMap((rows) => chunk(rows, LONGEST_CHANNEL)).map((rows) => {
    const own = features && selectRows(features, rows);
    return {
      residuals: toMatrix(selectRows(residuals, rows)),
      likenesses: likenessOf([rows.length, rows.length], own && [own, own]),
    };
  });
}

function chunk(rows: readonly number[], length: number): number[][] {
  const count = Math.ceil(rows.length / length);
  return Array.from({ length: count }, (_, i) => rows.slice(i * length, (i + 1) * length));
}
