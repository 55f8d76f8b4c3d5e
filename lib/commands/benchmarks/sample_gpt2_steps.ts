import process from "node:process";
import { sampleTokens } from "lib/generators/sample_tokens.ts";
import { createGenerator } from "lib/random.ts";
import { loadTensorFlow } from "lib/training/tensorflow.ts";
import { createGpt2 } from "lib/training/transformers/load_gpt2.ts";
import type { Gpt2Config } from "lib/training/transformers/gpt2_config.ts";
import { type Measured, median } from "lib/commands/benchmarks/_program.ts";

const [SAMPLES, NEW_TOKENS, PROMPT_TOKENS, REPEATS] = [32, 8, 300, 2];

/** The published GPT-2-small. */
const GPT2_SMALL: Gpt2Config = {
  vocabSize: 50257,
  hiddenSize: 768,
  layers: 12,
  heads: 12,
  intermediateSize: 3072,
  maxPositions: 1024,
  layerNormEpsilon: 1e-5,
  embeddingDropout: 0,
  residualDropout: 0,
  attentionDropout: 0,
  initializerRange: 0.02,
  endTokenId: 50256,
};

/**
 * 32 continuations of 8 tokens of one prompt of 300 by a GPT-2-small with random weights, timed as
 * `tests/peers/sample_gpt2_torch.py` times transformers: the first run, and the median of those
 * that follow.
 */
export async function timeGpt2Sampling(): Promise<Measured> {
  await loadTensorFlow();
  const model = createGpt2(GPT2_SMALL, 0);
  const generator = createGenerator(1);
  const ids = Array.from({ length: PROMPT_TOKENS }, () => generator.integer(49_999));
  const time = async () => {
    const start = performance.now();
    await sampleTokens(model, [{ ids, seed: 0 }], {
      samples: SAMPLES,
      maxTokens: NEW_TOKENS,
      stopTokenIds: new Set(), // so that every continuation has all its tokens
    });
    return performance.now() - start;
  };
  const first = await time();
  const again: number[] = [];
  for (let repeat = 0; repeat < REPEATS; repeat++) again.push(await time());
  const measured = { first, again: median(again) };
  return {
    milliseconds: {
      "generate, first": measured.first,
      "generate, again": measured.again,
      "prompt read once, first": measured.first,
      "prompt read once, again": measured.again,
    },
    results: {},
  };
}

if (import.meta.main) {
  process.stdout.write(`${JSON.stringify(await timeGpt2Sampling())}\n`);
}
