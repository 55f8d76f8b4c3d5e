export interface WrapLinesOptions {
  /** Stands before the first line. @default "" */
  readonly first?: string;
  /** Stands before all others. @default as many spaces as `first` has characters */
  readonly rest?: string;
  /** Characters a line. @default 80 */
  readonly width?: number;
}

/** Breaks text at spaces into lines; a word that is longer than a line is broken too. */
export function wrapLines(text: string, options: WrapLinesOptions = {}): string[] {
  const { first = "", width = 80 } = options;
  const { rest = " ".repeat(first.length) } = options;
  const room = width - Math.max(first.length, rest.length);
  const lines = [""];
  for (const word of text.split(/\s+/).flatMap((word) => pieces(word, room))) {
    const line = lines.at(-1)!;
    if (line === "") lines[lines.length - 1] = word;
    else if (line.length + 1 + word.length <= room) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines.map((line, i) => (i === 0 ? first : rest) + line);
}

function pieces(word: string, length: number): string[] {
  const characters = [...word];
  return Array.from(
    { length: Math.ceil(characters.length / length) },
    (_, i) => characters.slice(i * length, (i + 1) * length).join(""),
  );
}
