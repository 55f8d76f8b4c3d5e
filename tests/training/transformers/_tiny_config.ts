import type { Gpt2Config } from "lib/training/transformers/gpt2_config.ts";

/** A GPT-2 small enough for tests on the plain backend, with weights large enough to prefer. */
export function tinyConfig(fields: Partial<Gpt2Config> = {}): Gpt2Config {
  return {
    vocabSize: 6,
    hiddenSize: 8,
    layers: 2,
    heads: 2,
    intermediateSize: 16,
    maxPositions: 16,
    layerNormEpsilon: 1e-5,
    embeddingDropout: 0,
    residualDropout: 0,
    attentionDropout: 0,
    initializerRange: 0.5,
    endTokenId: 0,
    ...fields,
  };
}
