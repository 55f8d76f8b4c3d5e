import type { Gpt2Config } from "lib/training/transformers/gpt2_config.ts";

/**
 * Shape of every parameter of a GPT-2 by its Hugging Face name without `transformer.`, in the order
 * in which PyTorch lists them; linear weights are [in, out].
 */
export function gpt2ParameterShapes(config: Gpt2Config): Map<string, number[]> {
  const { hiddenSize, intermediateSize } = config;
  return new Map([
    ["wte.weight", [config.vocabSize, hiddenSize]],
    ["wpe.weight", [config.maxPositions, hiddenSize]],
    ...Array.from({ length: config.layers }, (_, i) => `h.${i}`).flatMap((layer) => [
      ...layerNormShapes(`${layer}.ln_1`, hiddenSize),
      ...conv1DShapes(`${layer}.attn.c_attn`, [hiddenSize, 3 * hiddenSize]),
      ...conv1DShapes(`${layer}.attn.c_proj`, [hiddenSize, hiddenSize]),
      ...layerNormShapes(`${layer}.ln_2`, hiddenSize),
      ...conv1DShapes(`${layer}.mlp.c_fc`, [hiddenSize, intermediateSize]),
      ...conv1DShapes(`${layer}.mlp.c_proj`, [intermediateSize, hiddenSize]),
    ]),
    ...layerNormShapes("ln_f", hiddenSize),
  ]);
}

type NamedShape = [name: string, shape: number[]];

function conv1DShapes(name: string, [into, out]: [number, number]): NamedShape[] {
  return [[`${name}.weight`, [into, out]], [`${name}.bias`, [out]]];
}

function layerNormShapes(name: string, size: number): NamedShape[] {
  return [[`${name}.weight`, [size]], [`${name}.bias`, [size]]];
}
