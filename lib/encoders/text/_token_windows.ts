/** A token and the word it belongs to, counted from 0. */
export interface WordToken {
  readonly id: number;
  readonly word: number;
}

/**
 * Cuts a text's tokens into consecutive windows of whole words, about as few as its length needs and
 * alike in length.
 *
 * @param idsByWord the token ids of each word
 * @param longest tokens a window at most; of a word that is longer the first ones are kept
 */
export function windowsOf(
  idsByWord: readonly (readonly number[])[],
  longest: number,
): WordToken[][] {
  const words = idsByWord.map((ids, word) => ids.slice(0, longest).map((id) => ({ id, word })));
  const total = words.reduce((sum, { length }) => sum + length, 0);
  const fair = Math.ceil(total / Math.ceil(total / longest));
  const windows: WordToken[][] = [];
  for (const tokens of words) {
    if (tokens.length === 0) continue;
    const last = windows.at(-1);
    const fits = last && last.length < fair && last.length + tokens.length <= longest;
    if (fits) last.push(...tokens);
    else windows.push([...tokens]);
  }
  return windows;
}
