import { createPairIndex } from "./_pair_index.ts";
import type { NgramRange, TermIndex } from "./_term_index.ts";

/** Python's `(?u)\b\w\w+\b`: `\w` is a letter, a number of any kind or an underscore, no mark. */
const WORD = /[\p{L}\p{N}_]{2,}/gu;

/**
 * Indexes runs of lower-case words as scikit-learn's `analyzer="word"` cuts them.
 *
 * An n-gram is found from the id of its prefix and the id of its last word, which costs no string.
 * Prefixes shorter than the shortest n-gram get an id too, but are never returned.
 */
export function indexWordNgrams([shortest, longest]: NgramRange): TermIndex {
  const lastWords: string[] = []; // of each n-gram, at the position of its id
  const prefixes: number[] = []; // ids of the n-grams without their last words, -1 for a word
  const wordIds = new Map<string, number>();
  const ngramIds = createPairIndex();

  const add = (prefix: number, lastWord: string): number => {
    prefixes.push(prefix);
    return lastWords.push(lastWord) - 1;
  };
  const wordId = (word: string, learning: boolean): number => {
    let id = wordIds.get(word) ?? -1;
    if (id < 0 && learning) wordIds.set(word, id = add(-1, word));
    return id;
  };
  const ngramId = (prefix: number, word: number, learning: boolean): number => {
    if (prefix < 0 || word < 0) return -1;
    let id = ngramIds.find(prefix, word);
    if (id < 0 && learning) ngramIds.add(prefix, word, id = add(prefix, lastWords[word]!));
    return id;
  };
  const term = (id: number): string =>
    prefixes[id]! < 0 ? lastWords[id]! : `${term(prefixes[id]!)} ${lastWords[id]}`;
  const idsOf = (text: string, learning: boolean): number[] => {
    const ids: number[] = [];
    const ending: number[] = []; // n-grams of 1, 2, … words that end at the word before, -1: unknown
    for (const match of text.toLowerCase().match(WORD) ?? []) {
      const word = wordId(match, learning);
      for (let length = Math.min(ending.length + 1, longest); length > 1; length--) {
        ending[length - 1] = ngramId(ending[length - 2]!, word, learning);
      }
      ending[0] = word;
      for (let length = shortest; length <= ending.length; length++) {
        if (ending[length - 1]! >= 0) ids.push(ending[length - 1]!);
      }
    }
    return ids;
  };
  return {
    size: () => lastWords.length,
    term,
    learn: (text) => idsOf(text, true),
    lookUp: (text) => idsOf(text, false),
  };
}
