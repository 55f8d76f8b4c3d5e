const PREFIXES = /^(bert|roberta)\./;

/** Heads of other tasks, and buffers that hold no weights. */
const NOT_OF_THE_ENCODER =
  /^(cls|lm_head|classifier|qa_outputs|score|pre_classifier)\.|^embeddings\.(position_ids|token_type_ids)$/;

/** TensorFlow's names for a layer norm's weights, which early checkpoints kept. */
const OLD_NAMES: readonly [RegExp, string][] = [[/\.gamma$/, ".weight"], [/\.beta$/, ".bias"]];

/**
 * Maps the encoder's parameter names to the names they have in a checkpoint: with the
 * architecture's prefix or without; other tasks' heads are left out.
 */
export function tensorNames(stored: readonly string[]): Map<string, string> {
  return new Map(
    stored
      .map((name) => [plainName(name), name] as const)
      .filter(([name]) => !NOT_OF_THE_ENCODER.test(name)),
  );
}

function plainName(name: string): string {
  return OLD_NAMES.reduce(
    (renamed, [pattern, now]) => renamed.replace(pattern, now),
    name.replace(PREFIXES, ""),
  );
}
