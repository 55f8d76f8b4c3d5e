/** Characters of a text that are read; ten times as many as the longest known transcript has. */
export const MAX_CHARACTERS = 20_000;

/** A text as the models read it, and what was done to it. */
export interface PreparedText {
  readonly text: string;
  readonly cautions: readonly string[];
}

/** Leaves out control characters and what lies beyond `MAX_CHARACTERS`. */
export function prepareText(raw: string): PreparedText {
  const text = raw.replace(/\p{Cc}+/gu, " ").trim();
  if (text.length <= MAX_CHARACTERS) return { text, cautions: [] };
  const cut = text.slice(0, MAX_CHARACTERS).toWellFormed();
  const words = cut.replace(/\s\S*$/, "");
  return {
    text: words,
    cautions: [
      `The text has ${
        text.length.toLocaleString("en-US")
      } characters, more than a short video's; ` +
      `only the first ${words.length.toLocaleString("en-US")} were read.`,
    ],
  };
}
