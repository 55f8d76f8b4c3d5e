import type { JsonObject } from "lib/json.ts";

/** Models whose positions count from the padding token's id plus 1, so that the first rows are unused. */
const SKIPS_PADDING =
  /^(xlm-)?roberta|^camembert$|^mpnet$|^longformer$|^data2vec-text$|^ibert$|^xmod$/;

/** Where a library has no limit, it writes 1e30. */
const NO_LIMIT = 1e9;

/**
 * Tokens that a model takes at most, special ones included: what its tokenizer says, and as many as
 * its `config.json` has positions for; Infinity where neither says anything.
 */
export function longestText(
  { tokenizerConfig = {}, config = {} }: Readonly<
    Partial<Record<"tokenizerConfig" | "config", JsonObject>>
  >,
): number {
  return Math.min(limitOf(tokenizerConfig.model_max_length), positionsOf(config));
}

function positionsOf(config: JsonObject): number {
  const rows = limitOf(config.max_position_embeddings);
  const { model_type: type, pad_token_id: padTokenId = 1 } = config;
  if (typeof type !== "string" || !SKIPS_PADDING.test(type)) return rows;
  return typeof padTokenId === "number" ? rows - padTokenId - 1 : rows;
}

function limitOf(value: unknown): number {
  return typeof value === "number" && value > 0 && value < NO_LIMIT ? value : Infinity;
}
