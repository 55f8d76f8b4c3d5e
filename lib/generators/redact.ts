/** Keys as providers shape them, and what is left of one that a server has half hidden. */
const KEY_LIKE = /\bsk-[\w*-]{4,}/g;

/** Characters of a key from which on it can be a secret; servers at home take any word for one. */
const SECRET_LENGTH = 8;

/**
 * Replaces an API key, and all that looks like one, by `[key]` in a text to be shown or kept. A key too
 * short for a secret stays: hiding `0` or `token` would spoil the answers that hold them.
 */
export function redact(text: string, apiKey: string | undefined): string {
  const isSecret = apiKey !== undefined && apiKey.length >= SECRET_LENGTH;
  const hidden = isSecret ? text.replaceAll(apiKey, "[key]") : text;
  return hidden.replace(KEY_LIKE, "[key]");
}
