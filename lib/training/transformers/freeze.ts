import type { Parameters } from "lib/training/transformers/bert.ts";

/** What `withoutFrozen` freezes. */
export interface FreezeOptions {
  /** The tables of words and positions, as backends that cannot train them demand. @default false */
  readonly embeddingTables?: boolean;
  /** The first so many layers, and with any of them everything before the first. @default 0 */
  readonly layers?: number;
}

/** Leaves out the parameters that are not to be trained; the model keeps using them. */
export function withoutFrozen(parameters: Parameters, options: FreezeOptions): Parameters {
  const { embeddingTables = false, layers = 0 } = options;
  const isFrozen = (name: string) =>
    (embeddingTables && /^embeddings\.(word|position)_embeddings\.weight$/.test(name)) ||
    (layers > 0 && name.startsWith("embeddings.")) ||
    Number(/^encoder\.layer\.(\d+)\./.exec(name)?.[1] ?? Infinity) < layers;
  return new Map([...parameters].filter(([name]) => !isFrozen(name)));
}
