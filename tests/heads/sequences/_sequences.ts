import type { Sequences } from "lib/types.ts";
import { dense } from "../_matrices.ts";

/** Items, each of rows of equal length, as sequences. */
export function sequences(items: readonly (readonly (readonly number[])[])[]): Sequences {
  const matrices = items.map(dense);
  const columns = matrices[0]?.columns ?? 0;
  return { kind: "sequences", rows: items.length, columns, items: matrices };
}
