import type { BertConfig } from "lib/training/transformers/config.ts";
import type { TokenBatch } from "lib/training/transformers/token_batch.ts";

/**
 * Row of the position table for each token [B, T], as Hugging Face counts them: from 0 for BERT;
 * for RoBERTa from `padTokenId + 1`, with padding (by its id) not counted and kept at `padTokenId`.
 */
export function positionIds(batch: TokenBatch, config: BertConfig): Int32Array {
  const { tokens, inputIds } = batch;
  if (!config.positionsSkipPadding) return inputIds.map((_, i) => i % tokens);
  const pad = config.padTokenId;
  let counted = 0;
  return inputIds.map((id, i) => {
    if (i % tokens === 0) counted = 0;
    return id === pad ? pad : pad + (counted += 1);
  });
}
