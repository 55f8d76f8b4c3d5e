/** Lower-case words without punctuation, one space apart; the text itself where it has no words. */
export function normaliseText(text: string): string {
  const words = text.normalize("NFKC").toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu);
  return words?.join(" ") ?? text.trim();
}

/** The different runs of `length` words in a normalised text; a shorter text is one run. */
export function shinglesOf(normalised: string, length: number): Set<string> {
  const words = normalised.split(" ");
  const last = Math.max(0, words.length - length);
  return new Set(
    Array.from({ length: last + 1 }, (_, i) => words.slice(i, i + length).join(" ")),
  );
}

/** Jaccard index of two sets: `|A ∩ B| / |A ∪ B|`. */
export function jaccard<T>(a: ReadonlySet<T>, b: ReadonlySet<T>): number {
  const shared = a.intersection(b).size;
  return shared / (a.size + b.size - shared);
}

/**
 * Returns each set's members that come first by rarity, as many as it takes that two sets with a
 * Jaccard index of at least `threshold` have one in common: `|A| - ceil(threshold |A|) + 1`.
 *
 * After Chaudhuri, Ganti and Kaushik, A primitive operator for similarity joins (ICDE 2006).
 */
export function rarestMembers(sets: readonly ReadonlySet<string>[], threshold: number): string[][] {
  const uses = new Map<string, number>();
  for (const set of sets) for (const member of set) uses.set(member, (uses.get(member) ?? 0) + 1);
  const rank = new Map([...uses].sort((a, b) => a[1] - b[1]).map(([member], i) => [member, i]));
  return sets.map((set) => {
    const needed = set.size - Math.ceil(threshold * set.size - 1e-9) + 1;
    return [...set].sort((a, b) => rank.get(a)! - rank.get(b)!).slice(0, needed);
  });
}
