import type { DenseMatrix, Features, Sequences, Views } from "lib/types.ts";
import type { FittedHead, Head } from "./head.ts";
import { selectRows } from "./select_rows.ts";

/** Rows and their targets [N, K], NaN where a target is not known of a row. */
export interface TrainingRows<Input> {
  readonly features: Input;
  readonly targets: DenseMatrix;
}

/**
 * Fits a head on targets that are not known of all rows: each on the rows of which it is, those of the
 * same rows together. Where all are known this is `head.fit`.
 *
 * @throws {RangeError} when a target is known of no row
 * @throws {TypeError} when the row counts differ or a value is not finite
 */
export async function fitKnown<Input extends Features | Sequences | Views>(
  head: Head<Input>,
  { features, targets }: TrainingRows<Input>,
): Promise<FittedHead<Input>> {
  if (!targets.data.some(Number.isNaN)) return await head.fit(features, targets);
  const parts: { columns: readonly number[]; fitted: FittedHead<Input> }[] = [];
  for (const { rows, columns } of partsOf(head.name, targets)) {
    const ofRows = selectColumns(selectRows(targets, rows), columns);
    parts.push({ columns, fitted: await head.fit(selectRows(features, rows), ofRows) });
  }
  return {
    async predict(items) {
      const data = new Float64Array(items.rows * targets.columns);
      for (const { columns, fitted } of parts) {
        const predicted = await fitted.predict(items);
        columns.forEach((column, k) => {
          for (let row = 0; row < items.rows; row++) {
            data[row * targets.columns + column] = predicted.data[row * columns.length + k]!;
          }
        });
      }
      return { kind: "dense", rows: items.rows, columns: targets.columns, data };
    },
  };
}

/** Targets that are known of the same rows. */
interface Part {
  readonly rows: readonly number[];
  readonly columns: readonly number[];
}

function partsOf(head: string, targets: DenseMatrix): Part[] {
  const known = Array.from({ length: targets.columns }, (_, column) => knownRows(targets, column));
  const unknown = known.findIndex((ofTarget) => ofTarget.length === 0);
  if (unknown >= 0) {
    throw new RangeError(
      `Cannot fit ${head}: expected the target in column ${unknown} to be known of a row, ` +
        `got none of ${targets.rows}`,
    );
  }
  return [...Map.groupBy(known.keys(), (column) => known[column]!.join())].map(([, alike]) => ({
    rows: known[alike[0]!]!,
    columns: alike,
  }));
}

/** The rows of a matrix [N, K] whose number in a column is known. */
export function knownRows({ rows, columns, data }: DenseMatrix, column: number): number[] {
  return Array.from({ length: rows }, (_, row) => row)
    .filter((row) => !Number.isNaN(data[row * columns + column]));
}

/** Copies columns of [N, K], in the order given. */
export function selectColumns(
  { rows, columns, data }: DenseMatrix,
  kept: readonly number[],
): DenseMatrix {
  const selected = Float64Array.from(
    { length: rows * kept.length },
    (_, at) => data[Math.floor(at / kept.length) * columns + kept[at % kept.length]!]!,
  );
  return { kind: "dense", rows, columns: kept.length, data: selected };
}
