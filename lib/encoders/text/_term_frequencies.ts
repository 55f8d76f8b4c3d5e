import type { TermIndex } from "./_term_index.ts";

/** How often each term occurs, and in how many texts, at the position of its id. */
export interface TermFrequencies {
  readonly total: readonly number[];
  readonly texts: readonly number[];
}

/** Learns every text's terms and counts them. */
export function countTerms(items: readonly string[], index: TermIndex): TermFrequencies {
  const total: number[] = [];
  const texts: number[] = [];
  const lastText: number[] = [];
  items.forEach((text, position) => {
    const ids = index.learn(text);
    while (total.length < index.size()) {
      total.push(0);
      texts.push(0);
      lastText.push(-1);
    }
    for (const id of ids) {
      total[id]!++;
      if (lastText[id] !== position) texts[id]!++;
      lastText[id] = position;
    }
  });
  return { total, texts };
}

/** Ids of the terms in at least `minDf` texts, at most `maxFeatures` of them, ascending. */
export function keepTerms(
  { total, texts }: TermFrequencies,
  { minDf, maxFeatures }: { readonly minDf: number; readonly maxFeatures: number },
): number[] {
  const kept = Array.from(total.keys()).filter((id) => texts[id]! >= minDf);
  if (kept.length <= maxFeatures) return kept;
  return kept.sort((a, b) => total[b]! - total[a]! || a - b).slice(0, maxFeatures)
    .sort((a, b) => a - b);
}
