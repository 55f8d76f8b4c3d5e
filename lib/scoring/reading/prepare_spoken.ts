import type { CaptionWord } from "lib/loaders/captions/time_words.ts";
import { type PreparedText, prepareText } from "lib/scoring/reading/prepare_text.ts";
import type { SpokenText } from "lib/scoring/reading/read_source.ts";

/** What is said as the models read it. */
export interface PreparedSpoken extends PreparedText {
  /** The text's words with their times, where they are known; joined by spaces they are the text. */
  readonly words?: readonly CaptionWord[];
}

/** Prepares a text as `prepareText` does, and its timed words with it. */
export function prepareSpoken({ text, words }: SpokenText): PreparedSpoken {
  if (!words) return prepareText(text);
  const clean = words.map((word) => ({ ...word, text: word.text.replace(/\p{Cc}+/gu, "") }))
    .filter(({ text }) => text !== "");
  const prepared = prepareText(clean.map(({ text }) => text).join(" "));
  const read = prepared.text.split(" ").map((text, i) => ({ ...clean[i]!, text }));
  return { ...prepared, words: read };
}
