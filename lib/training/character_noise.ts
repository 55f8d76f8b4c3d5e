import type { Generator } from "lib/random.ts";

/** How much a training text is garbled, anew each epoch. */
export interface CharacterNoise {
  /** Chance that a text is touched at all. */
  readonly probability: number;
  /** Share of a touched text's characters that are replaced. */
  readonly level: number;
}

const LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/**
 * Replaces, with `noise.probability`, `floor(level * length)` characters by random Latin letters.
 *
 * Characters are Unicode code points and no position is drawn twice. It keeps an encoder from
 * learning texts by heart, as the original recipe did (probability 0.7, level 0.3).
 */
export function addCharacterNoise(
  text: string,
  noise: CharacterNoise,
  generator: Generator,
): string {
  if (generator.uniform() >= noise.probability) return text;
  const characters = [...text];
  const positions = generator.permutation(characters.length);
  for (const position of positions.slice(0, Math.floor(noise.level * characters.length))) {
    characters[position] = LETTERS[generator.integer(LETTERS.length - 1)]!;
  }
  return characters.join("");
}
