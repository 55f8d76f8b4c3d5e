/** Numbers terms from 0 in the order in which they are first met. */
export interface TermIndex {
  /** Ids of a text's terms, repeats included; a term met for the first time gets the next id. */
  learn(text: string): number[];
  /** Ids of a text's terms, repeats included; terms that were never learned are left out. */
  lookUp(text: string): number[];
  /** How many terms were learned. */
  size(): number;
  /** Writes out the term with an id below `size()`. */
  term(id: number): string;
}

/** Shortest and longest n-gram, both included. */
export type NgramRange = readonly [shortest: number, longest: number];
