import type { Familiarity } from "lib/heads/familiarity.ts";
import { wordParts } from "lib/scoring/text/text_parts.ts";
import type { Neighbour } from "lib/scoring/answer.ts";
import { sameCautions } from "lib/scoring/same_cautions.ts";

/** What is known of a text when it has been scored. */
export interface TextCautionsOptions {
  /** Share of its words that occur in the known videos, in 0..1. */
  readonly knownShare: number;
  /** Most similar first. */
  readonly neighbours: readonly Neighbour[];
  readonly familiarity: Familiarity;
}

/** A known transcript has 99 times in 100 more words than this. */
const FEW_WORDS = 8;
const STRANGE_SHARE = 0.6;

/** Reasons for not trusting the score of a text. */
export function textCautions(
  text: string,
  { knownShare, neighbours, familiarity }: TextCautionsOptions,
): string[] {
  const cautions: string[] = [];
  const words = wordParts(text).length;
  if (words < FEW_WORDS) {
    cautions.push(
      `The text has only ${words} different ${words === 1 ? "word" : "words"}: ` +
        "the score is little more than the known videos' mean.",
    );
  }
  if (knownShare < STRANGE_SHARE) {
    cautions.push(
      `${shareText(knownShare)} in the known videos: it is in another language or about ` +
        "something else, and the score says little.",
    );
  }
  if (familiarity.far) cautions.push(`${familiarity.statement}.`);
  return [...cautions, ...sameCautions(neighbours, "text")];
}

function shareText(knownShare: number): string {
  const percent = Math.round(100 * knownShare);
  return percent === 0 ? "Hardly any of its words occurs" : `Only ${percent}% of its words occur`;
}
