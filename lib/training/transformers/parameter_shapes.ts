import type { BertConfig } from "lib/training/transformers/config.ts";

/** Names that start with this belong to the pooler, which some checkpoints leave out. */
export const POOLER = "pooler.";

/**
 * Shape of every parameter of a BERT-family encoder by its Hugging Face name, in the order in which
 * PyTorch lists them; linear weights are [out, in].
 */
export function parameterShapes(config: BertConfig): Map<string, number[]> {
  const { hiddenSize, intermediateSize } = config;
  return new Map([
    ["embeddings.word_embeddings.weight", [config.vocabSize, hiddenSize]],
    ["embeddings.position_embeddings.weight", [config.maxPositions, hiddenSize]],
    ["embeddings.token_type_embeddings.weight", [config.tokenTypes, hiddenSize]],
    ...layerNormShapes("embeddings.LayerNorm", hiddenSize),
    ...Array.from({ length: config.layers }, (_, i) => `encoder.layer.${i}`).flatMap((layer) => [
      ...linearShapes(`${layer}.attention.self.query`, [hiddenSize, hiddenSize]),
      ...linearShapes(`${layer}.attention.self.key`, [hiddenSize, hiddenSize]),
      ...linearShapes(`${layer}.attention.self.value`, [hiddenSize, hiddenSize]),
      ...linearShapes(`${layer}.attention.output.dense`, [hiddenSize, hiddenSize]),
      ...layerNormShapes(`${layer}.attention.output.LayerNorm`, hiddenSize),
      ...linearShapes(`${layer}.intermediate.dense`, [intermediateSize, hiddenSize]),
      ...linearShapes(`${layer}.output.dense`, [hiddenSize, intermediateSize]),
      ...layerNormShapes(`${layer}.output.LayerNorm`, hiddenSize),
    ]),
    ...linearShapes(`${POOLER}dense`, [hiddenSize, hiddenSize]),
  ]);
}

type NamedShape = [name: string, shape: number[]];

function linearShapes(name: string, [out, into]: [number, number]): NamedShape[] {
  return [[`${name}.weight`, [out, into]], [`${name}.bias`, [out]]];
}

function layerNormShapes(name: string, size: number): NamedShape[] {
  return [[`${name}.weight`, [size]], [`${name}.bias`, [size]]];
}
