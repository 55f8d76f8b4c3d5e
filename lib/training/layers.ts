import type { Parameters } from "lib/training/checkpoint.ts";
import type { Regressor } from "lib/training/regressor.ts";
import { withoutFrozenLayers } from "lib/training/transformers/freeze.ts";

/**
 * The layer a parameter belongs to: 0 the embeddings, 1 to `layers` the encoder's, the pooler with
 * the last of them, `layers + 1` the head.
 *
 * @throws {TypeError} when the name is not one of a regressor's
 */
export function layerOf(name: string, layers: number): number {
  if (name.startsWith("head.")) return layers + 1;
  if (name.startsWith("pooler.")) return layers;
  if (name.startsWith("embeddings.")) return 0;
  const layer = /^encoder\.layer\.(\d+)\./.exec(name)?.[1];
  if (layer === undefined) throw new TypeError(`Expected a regressor's parameter, got ${name}`);
  return Number(layer) + 1;
}

/**
 * The parameters that training moves, by name: all but the frozen layers, counted from below, and
 * with mean pooling the pooler, which nothing passes through then.
 */
export function trainedParameters(
  { encoder, head, pooling }: Regressor,
  frozenLayers: number,
): Parameters {
  const unfrozen = [...withoutFrozenLayers(encoder.parameters, frozenLayers)].filter(([name]) =>
    pooling === "pooler" || !name.startsWith("pooler.")
  );
  return new Map([...unfrozen, ...head]);
}
