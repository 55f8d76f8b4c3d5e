import { Matrix } from "ml-matrix";
import type { DenseMatrix, Features, SparseMatrix } from "lib/types.ts";

/**
 * Inner products `q · x` [N] of one row of `queries` with every row of `items`.
 *
 * @throws {TypeError} when one is sparse and the other dense
 */
export function innerProducts(queries: Features, row: number, items: Features): Float64Array {
  return items.kind === "dense"
    ? denseProducts(denseRow(queries, row), items)
    : sparseProducts(sparseRow(queries, row), items);
}

/**
 * Inner products [M, N] of every row of `queries` [M, D] with every row of `items` [N, D].
 *
 * @throws {TypeError} when one is sparse and the other dense
 */
export function innerProductMatrix(queries: Features, items: Features): Matrix {
  const products = new Matrix(queries.rows, items.rows);
  for (let row = 0; row < queries.rows; row++) {
    products.setRow(row, innerProducts(queries, row, items));
  }
  return products;
}

/**
 * Squared Euclidean distances `‖q - x‖²` [N], exactly 0 between equal rows.
 *
 * @throws {TypeError} when one is sparse and the other dense
 */
export function squaredDistances(queries: Features, row: number, items: Features): Float64Array {
  return items.kind === "dense"
    ? denseDistances(denseRow(queries, row), items)
    : sparseDistances(sparseRow(queries, row), items);
}

function denseProducts(query: Float64Array, { rows, data }: DenseMatrix): Float64Array {
  const products = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const start = row * query.length;
    let sum = 0;
    for (let i = 0; i < query.length; i++) sum += query[i]! * data[start + i]!;
    products[row] = sum;
  }
  return products;
}

function denseDistances(query: Float64Array, { rows, data }: DenseMatrix): Float64Array {
  const distances = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const start = row * query.length;
    let sum = 0;
    for (let i = 0; i < query.length; i++) {
      const difference = query[i]! - data[start + i]!;
      sum += difference * difference;
    }
    distances[row] = sum;
  }
  return distances;
}

function sparseProducts(query: Float64Array, items: SparseMatrix): Float64Array {
  const { rows, rowStarts, indices, values } = items;
  const products = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    const end = rowStarts[row + 1]!;
    for (let at = rowStarts[row]!; at < end; at++) {
      sum += query[indices[at]!]! * values[at]!;
    }
    products[row] = sum;
  }
  return products;
}

function sparseDistances(query: Float64Array, items: SparseMatrix): Float64Array {
  const { rows, rowStarts, indices, values } = items;
  const norm = query.reduce((sum, value) => sum + value * value, 0);
  const distances = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    let normAtEntries = 0;
    const end = rowStarts[row + 1]!;
    for (let at = rowStarts[row]!; at < end; at++) {
      const value = query[indices[at]!]!;
      const difference = value - values[at]!;
      sum += difference * difference;
      normAtEntries += value * value; // the rest of the norm lies where the item has only zeros
    }
    distances[row] = sum + Math.max(norm - normAtEntries, 0);
  }
  return distances;
}

function denseRow(features: Features, row: number): Float64Array {
  if (features.kind !== "dense") throw mismatch("dense", "sparse");
  const { data, columns } = features;
  return new Float64Array(data.subarray(row * columns, (row + 1) * columns));
}

/** A sparse row written out [D]. */
function sparseRow(features: Features, row: number): Float64Array {
  if (features.kind !== "sparse") throw mismatch("sparse", "dense");
  const written = new Float64Array(features.columns);
  for (let at = features.rowStarts[row]!; at < features.rowStarts[row + 1]!; at++) {
    written[features.indices[at]!] = features.values[at]!;
  }
  return written;
}

/** Says that rows of two kinds cannot be compared. */
export function mismatch(expected: string, got: string): TypeError {
  return new TypeError(
    `Cannot compare rows: expected ${expected} features as in training, got ${got} ones`,
  );
}
