import { CaptionsError } from "lib/loaders/captions/captions_error.ts";
import { decodeText, parseCaptions } from "lib/loaders/captions/read_captions.ts";
import type { CaptionWord } from "lib/loaders/captions/time_words.ts";
import { checkInputFile, InputError } from "lib/scoring/reading/check_input_file.ts";

/** Where a text comes from. */
export type TextSource =
  | { readonly kind: "transcript"; readonly path: string }
  /** Timed words in any form that `parseCaptions` knows. */
  | { readonly kind: "captions"; readonly path: string };

/** The path that stands for standard input. */
export const STANDARD_INPUT = "-";

/** As answers and errors name an item. */
export function itemName({ path }: { readonly path: string }): string {
  return path === STANDARD_INPUT ? "standard input" : path;
}

/** A text as the models read it, and what was done to it. */
export interface PreparedText {
  readonly text: string;
  readonly warnings: readonly string[];
}

export interface SpokenText extends PreparedText {
  /** The text's words with their times; joined by spaces they are the text. */
  readonly words?: readonly CaptionWord[];
}

/**
 * Reads a transcript or captions, and prepares them as `prepareText` does.
 *
 * @throws {InputError} when it cannot be read, or holds no word
 */
export async function readSource(
  source: TextSource,
  { standardInput }: { readonly standardInput: ReadableStream<Uint8Array> },
): Promise<SpokenText> {
  const name = itemName(source);
  const content = source.path === STANDARD_INPUT
    ? await readTextStream(standardInput, name)
    : await readTextFile(source.path);
  const words = source.kind === "captions" ? captionsOf(content, name) : undefined;
  const text = words ? words.map(({ text }) => text).join(" ") : content;
  if (/[\p{L}\p{N}]/u.test(text)) return words ? prepareWords(words) : prepareText(text);
  const got = text.trim() === "" ? "none" : `only ${JSON.stringify(begin(text))}`;
  throw new InputError(name, `expected words, got ${got}`);
}

function captionsOf(content: string, name: string): CaptionWord[] {
  try {
    return parseCaptions(content, name);
  } catch (cause) {
    if (!(cause instanceof CaptionsError)) throw cause;
    throw new InputError(name, `${cause.place && `${cause.place}: `}${cause.reason}`, { cause });
  }
}

function begin(text: string): string {
  return [...text.trim()].slice(0, 12).join("");
}

/** Prepares timed words and the text that they make up. */
function prepareWords(words: readonly CaptionWord[]): SpokenText {
  const clean = words.map((word) => ({ ...word, text: word.text.replace(/\p{Cc}+/gu, "") }))
    .filter(({ text }) => text !== "");
  const prepared = prepareText(clean.map(({ text }) => text).join(" "));
  const read = prepared.text.split(" ").map((text, i) => ({ ...clean[i]!, text }));
  return { ...prepared, words: read };
}

/** Characters of a text that are read; ten times as many as the longest known transcript has. */
const MAX_CHARACTERS = 20_000;

/** Leaves out control characters and what lies beyond 20,000 characters, from a word's end on. */
export function prepareText(raw: string): PreparedText {
  const text = raw.replace(/\p{Cc}+/gu, " ").trim();
  if (text.length <= MAX_CHARACTERS) return { text, warnings: [] };
  const cut = text.slice(0, MAX_CHARACTERS).toWellFormed();
  const words = cut.replace(/\s\S*$/, "");
  return {
    text: words,
    warnings: [
      `The text has ${
        text.length.toLocaleString("en-US")
      } characters, more than a short video's; ` +
      `only the first ${words.length.toLocaleString("en-US")} were read.`,
    ],
  };
}

/** Bytes of a transcript, of captions or of a channel's history that are read at most. */
export const MAX_TEXT_BYTES = 8 * 1024 * 1024;

async function readTextFile(path: string): Promise<string> {
  await checkInputFile(path, { maxBytes: MAX_TEXT_BYTES });
  using file = await Deno.open(path);
  return await readTextStream(file.readable, path);
}

async function readTextStream(
  stream: ReadableStream<Uint8Array>,
  source: string,
): Promise<string> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > MAX_TEXT_BYTES) {
      throw new InputError(source, `expected at most ${MAX_TEXT_BYTES} bytes of text, got more`);
    }
    chunks.push(Uint8Array.from(chunk));
  }
  return textOf(new Uint8Array(await new Blob(chunks).arrayBuffer()), source);
}

/** Text in UTF-8, or in UTF-16 with a byte order mark. */
function textOf(bytes: Uint8Array, source: string): string {
  try {
    const text = decodeText(bytes, source);
    if (!text.includes("\0")) return text;
  } catch (cause) {
    if (!(cause instanceof CaptionsError)) throw cause;
    throw new InputError(source, cause.reason, { cause });
  }
  throw new InputError(source, "expected text, got NUL bytes as in a binary file");
}
