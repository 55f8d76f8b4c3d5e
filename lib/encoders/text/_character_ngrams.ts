import type { NgramRange, TermIndex } from "./_term_index.ts";

/** Control characters at which Python's `str.split()` splits though Unicode calls them no space. */
const SEPARATORS = "\x1c\x1d\x1e\x1f";

const WHITE_SPACE = new RegExp(`[\\p{White_Space}${SEPARATORS}]+`, "u");

/**
 * Indexes runs of characters within lower-case words as scikit-learn's `analyzer="char_wb"` cuts
 * them: every word between white space gets a space at each end, and no run crosses two words.
 *
 * A word's n-grams are remembered, because a language's words repeat.
 */
export function indexCharacterNgrams(range: NgramRange): TermIndex {
  const terms: string[] = [];
  const ids = new Map<string, number>();
  const idsByWord = new Map<string, readonly number[]>();

  const learnTerm = (term: string): number => {
    let id = ids.get(term);
    if (id === undefined) {
      id = terms.push(term) - 1;
      ids.set(term, id);
    }
    return id;
  };
  const learnWord = (word: string): readonly number[] => {
    let known = idsByWord.get(word);
    if (known === undefined) {
      known = ngramsOf(word, range).map(learnTerm);
      idsByWord.set(word, known);
    }
    return known;
  };
  const lookUpWord = (word: string): readonly number[] =>
    idsByWord.get(word) ??
      ngramsOf(word, range).map((term) => ids.get(term)).filter((id) => id !== undefined);

  return {
    size: () => terms.length,
    term: (id) => terms[id]!,
    learn: (text) => wordsOf(text).flatMap(learnWord),
    lookUp: (text) => wordsOf(text).flatMap(lookUpWord),
  };
}

/** A word no longer than n, its two spaces included, stands once for n and all longer n-grams. */
function ngramsOf(word: string, [shortest, longest]: NgramRange): string[] {
  const characters = [" ", ...word, " "];
  const ngrams: string[] = [];
  for (let length = shortest; length <= longest; length++) {
    const last = Math.max(characters.length - length, 0);
    for (let start = 0; start <= last; start++) {
      ngrams.push(characters.slice(start, start + length).join(""));
    }
    if (last === 0) break;
  }
  return ngrams;
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().split(WHITE_SPACE).filter((word) => word !== "");
}
