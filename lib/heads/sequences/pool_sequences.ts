import { columnDeviations, columnMeans } from "lib/heads/column_statistics.ts";
import type { DenseMatrix, Sequences } from "lib/types.ts";

/** A number that a column has over all rows of a sequence; `std` divides by their count. */
export type Statistic = "mean" | "std";

/**
 * Describes each sequence [F, D] by its columns' statistics, one after another: [N, S · D] for S
 * statistics.
 *
 * @throws {RangeError} when no statistic is asked for
 */
export function poolSequences(
  { items, columns }: Sequences,
  statistics: readonly Statistic[],
): DenseMatrix {
  if (statistics.length === 0) {
    throw new RangeError("Cannot pool sequences: expected at least one statistic, got none");
  }
  const width = statistics.length * columns;
  const data = new Float64Array(items.length * width);
  items.forEach((item, row) => {
    const means = columnMeans(item);
    statistics.forEach((statistic, s) => {
      const values = statistic === "mean" ? means : columnDeviations(item, means);
      data.set(values, row * width + s * columns);
    });
  });
  return { kind: "dense", rows: items.length, columns: width, data };
}
