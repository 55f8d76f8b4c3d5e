import type { Split } from "lib/types.ts";

/** A side of a split. */
export type Side = keyof Split;

/** Two rows on different sides that say almost the same. */
export interface CrossingPair {
  /** Row positions, ascending. */
  readonly rows: readonly [number, number];
  /** The side of each row. */
  readonly sides: readonly [Side, Side];
  /** Jaccard index of the two texts' word n-grams, in 0..1. */
  readonly similarity: number;
  /** Whether the texts are equal but for case, punctuation and spaces. */
  readonly exact: boolean;
}

/** What counts as almost the same. */
export interface NearDuplicateOptions {
  /** Smallest similarity of a pair, in (0, 1]. @default 0.7 */
  threshold?: number;
  /** Words an n-gram. @default 3 */
  shingleLength?: number;
}

/**
 * Finds texts that stand on two sides of a split, exactly or nearly, by the Jaccard index
 * `|A ∩ B| / |A ∪ B|` of their word n-grams.
 *
 * A model that has seen such a text in training is not tested by it.
 *
 * @param texts one a row, in the positions that the split speaks of
 * @throws {RangeError} when the threshold or the length is out of range, or a side names a row
 * that is not there
 */
export function crossingDuplicates(
  texts: readonly string[],
  split: Split,
  { threshold = 0.7, shingleLength = 3 }: NearDuplicateOptions = {},
): CrossingPair[] {
  checkOptions(threshold, shingleLength);
  const sides = sidesOfRows(split, texts.length);
  const normalised = texts.map(normaliseText);
  const shingles = normalised.map((text) => shinglesOf(text, shingleLength));
  return candidates(rarestMembers(shingles, threshold)).flatMap((rows) => {
    const [first, second] = rows;
    const pair = [sides.get(first), sides.get(second)] as const;
    if (pair[0] === undefined || pair[1] === undefined || pair[0] === pair[1]) return [];
    const similarity = jaccard(shingles[first]!, shingles[second]!);
    if (similarity < threshold) return [];
    const exact = normalised[first] === normalised[second];
    return [{ rows, sides: [pair[0], pair[1]], similarity, exact }];
  });
}

function checkOptions(threshold: number, shingleLength: number): void {
  if (!(threshold > 0 && threshold <= 1)) {
    throw new RangeError(
      `Cannot look for duplicates: expected a threshold in (0, 1], got ${threshold}`,
    );
  }
  if (!Number.isInteger(shingleLength) || shingleLength < 1) {
    throw new RangeError(
      `Cannot look for duplicates: expected shingles of 1 word or more, got ${shingleLength}`,
    );
  }
}

function sidesOfRows(split: Split, count: number): Map<number, Side> {
  const sides = new Map<number, Side>();
  for (const side of ["train", "validation", "test"] as const) {
    for (const row of split[side]) {
      if (!Number.isInteger(row) || row < 0 || row >= count) {
        throw new RangeError(
          `Cannot look for duplicates: expected rows in 0..${count - 1}, got ${row} in ${side}`,
        );
      }
      sides.set(row, side);
    }
  }
  return sides;
}

/** Pairs of positions, ascending, whose lists have a member in common. */
function candidates(lists: readonly (readonly string[])[]): [number, number][] {
  const index = new Map<string, number[]>();
  return lists.flatMap((members, second) => {
    const partners = new Set(members.flatMap((member) => index.get(member) ?? []));
    for (const member of members) {
      const holders = index.get(member);
      if (holders) holders.push(second);
      else index.set(member, [second]);
    }
    return [...partners].sort((a, b) => a - b).map((first): [number, number] => [first, second]);
  });
}

/** Lower-case words without punctuation, one space apart; the text itself where it has no words. */
function normaliseText(text: string): string {
  const words = text.normalize("NFKC").toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu);
  return words?.join(" ") ?? text.trim();
}

/** The different runs of `length` words in a normalised text; a shorter text is one run. */
function shinglesOf(normalised: string, length: number): Set<string> {
  const words = normalised.split(" ");
  const last = Math.max(0, words.length - length);
  return new Set(
    Array.from({ length: last + 1 }, (_, i) => words.slice(i, i + length).join(" ")),
  );
}

/** Jaccard index of two sets: `|A ∩ B| / |A ∪ B|`. */
function jaccard<T>(a: ReadonlySet<T>, b: ReadonlySet<T>): number {
  const shared = a.intersection(b).size;
  return shared / (a.size + b.size - shared);
}

/**
 * Returns each set's members that come first by rarity, as many as it takes that two sets with a
 * Jaccard index of at least `threshold` have one in common: `|A| - ceil(threshold |A|) + 1`.
 *
 * After Chaudhuri, Ganti and Kaushik, A primitive operator for similarity joins (ICDE 2006).
 */
function rarestMembers(sets: readonly ReadonlySet<string>[], threshold: number): string[][] {
  const uses = new Map<string, number>();
  for (const set of sets) for (const member of set) uses.set(member, (uses.get(member) ?? 0) + 1);
  const rank = new Map([...uses].sort((a, b) => a[1] - b[1]).map(([member], i) => [member, i]));
  return sets.map((set) => {
    const needed = set.size - Math.ceil(threshold * set.size - 1e-9) + 1;
    return [...set].sort((a, b) => rank.get(a)! - rank.get(b)!).slice(0, needed);
  });
}
