/** Keys as providers shape them, and what is left of one that a server has half hidden. */
const KEY_LIKE = /\bsk-[\w*-]{4,}/g;

/** Replaces an API key, and all that looks like one, by `[key]` in a text to be shown or kept. */
export function redact(text: string, apiKey: string | undefined): string {
  const hidden = apiKey ? text.replaceAll(apiKey, "[key]") : text;
  return hidden.replace(KEY_LIKE, "[key]");
}
