import type { Parameters } from "lib/training/transformers/bert.ts";

/**
 * Leaves out what is not to be trained: the first so many layers, and with any of them the
 * embeddings before them; the model keeps using them.
 *
 * @throws {RangeError} when the number of layers is no whole number from 0
 */
export function withoutFrozenLayers(parameters: Parameters, layers: number): Parameters {
  if (!Number.isInteger(layers) || layers < 0) {
    throw new RangeError(`Cannot freeze ${layers} layers: expected a whole number from 0`);
  }
  const isFrozen = (name: string) =>
    layers > 0 && name.startsWith("embeddings.") ||
    Number(/^encoder\.layer\.(\d+)\./.exec(name)?.[1] ?? Infinity) < layers;
  return new Map([...parameters].filter(([name]) => !isFrozen(name)));
}
