import type { Generator } from "lib/random.ts";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** Draws distinct video ids of 11 characters. */
export function drawIds(generator: Generator, count: number): string[] {
  const ids = new Set<string>();
  while (ids.size < count) ids.add(drawId(generator));
  return [...ids];
}

function drawId(generator: Generator): string {
  return Array.from({ length: 11 }, () => ALPHABET[generator.integer(ALPHABET.length - 1)]).join(
    "",
  );
}
