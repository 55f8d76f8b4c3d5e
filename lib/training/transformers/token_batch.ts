/** Tokenised texts of one batch, padded to their longest. */
export interface TokenBatch {
  /** B */
  readonly batch: number;
  /** T, tokens a text, padding included. */
  readonly tokens: number;
  /** Token ids [B, T], row by row. */
  readonly inputIds: Int32Array;
  /** 1 for a token, 0 for padding [B, T]. */
  readonly attentionMask: Int32Array;
}

/**
 * Pads token ids on the right to the longest row.
 *
 * @throws {RangeError} when there is no row, or a row is empty
 */
export function padBatch(rows: readonly (readonly number[])[], padTokenId: number): TokenBatch {
  const empty = rows.findIndex((row) => row.length === 0);
  if (rows.length === 0 || empty >= 0) {
    const got = rows.length === 0 ? "no row" : `no token in row ${empty}`;
    throw new RangeError(
      `Cannot make a batch of tokens: expected at least one in each row, got ${got}`,
    );
  }
  const batch = rows.length;
  const tokens = Math.max(...rows.map((row) => row.length));
  const inputIds = new Int32Array(batch * tokens).fill(padTokenId);
  const attentionMask = new Int32Array(batch * tokens);
  rows.forEach((row, i) => {
    inputIds.set(row, i * tokens);
    attentionMask.fill(1, i * tokens, i * tokens + row.length);
  });
  return { batch, tokens, inputIds, attentionMask };
}
