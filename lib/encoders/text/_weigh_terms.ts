import type { SparseMatrix } from "lib/types.ts";
import type { TermIndex } from "./_term_index.ts";

/** Which column a term's id has (-1: none) and what the column weighs. */
export interface TermWeights {
  readonly index: TermIndex;
  readonly columnOf: Int32Array;
  readonly idf: Float64Array;
}

/** Rows [N, D] of TF-IDF weights, each with the Euclidean norm 1 or without entries. */
export function weighTerms(
  texts: readonly string[],
  { index, columnOf, idf }: TermWeights,
): SparseMatrix {
  const counts = new Int32Array(idf.length);
  const rowStarts = new Int32Array(texts.length + 1);
  const indices: number[] = [];
  const values: number[] = [];
  texts.forEach((text, row) => {
    const columns: number[] = [];
    for (const id of index.lookUp(text)) {
      const column = columnOf[id]!;
      if (column >= 0 && counts[column]!++ === 0) columns.push(column);
    }
    let squares = 0;
    for (const column of new Int32Array(columns).sort()) {
      const value = (1 + Math.log(counts[column]!)) * idf[column]!;
      counts[column] = 0;
      squares += value * value;
      indices.push(column);
      values.push(value);
    }
    const norm = Math.sqrt(squares);
    for (let at = rowStarts[row]!; at < values.length; at++) values[at]! /= norm;
    rowStarts[row + 1] = values.length;
  });
  return {
    kind: "sparse",
    rows: texts.length,
    columns: idf.length,
    rowStarts,
    indices: new Int32Array(indices),
    values: new Float64Array(values),
  };
}
