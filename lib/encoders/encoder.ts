import type { Features } from "lib/types.ts";

/** Turns items (texts, clips) into rows of numbers. */
export interface Encoder<Item, Output extends Features = Features> {
  /** What a table, a graph or a cache folder calls it, its settings included. */
  readonly name: string;
  /** Numbers a row, D. */
  readonly columns: number;
  /** Encodes N items as N rows [N, D], in order. */
  encode(items: readonly Item[]): Promise<Output>;
}
