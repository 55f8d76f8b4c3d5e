import { CaptionsError } from "lib/loaders/captions/captions_error.ts";
import { parseCaptions } from "lib/loaders/captions/read_captions.ts";
import type { CaptionWord } from "lib/loaders/captions/time_words.ts";
import { InputError } from "lib/scoring/reading/input_error.ts";
import { readTextFile, readTextStream } from "lib/scoring/reading/read_text.ts";
import { itemName, STANDARD_INPUT, type TextSource } from "lib/scoring/reading/score_request.ts";

/** What is said, and when if that is known. */
export interface SpokenText {
  readonly text: string;
  readonly words?: readonly CaptionWord[];
}

/** Where `readSource` finds standard input. */
export interface ReadSourceOptions {
  readonly standardInput: ReadableStream<Uint8Array>;
}

/**
 * Reads a transcript or captions.
 *
 * @throws {InputError} when it cannot be read, or holds no word
 */
export async function readSource(
  source: TextSource,
  { standardInput }: ReadSourceOptions,
): Promise<SpokenText> {
  const name = itemName(source);
  const content = source.path === STANDARD_INPUT
    ? await readTextStream(standardInput, name)
    : await readTextFile(source.path);
  const spoken = source.kind === "captions" ? captionsOf(content, name) : { text: content };
  if (/[\p{L}\p{N}]/u.test(spoken.text)) return spoken;
  const got = spoken.text.trim() === "" ? "none" : `only ${JSON.stringify(begin(spoken.text))}`;
  throw new InputError(name, `expected words, got ${got}`);
}

function captionsOf(content: string, name: string): SpokenText {
  try {
    const words = parseCaptions(content, name);
    return { text: words.map(({ text }) => text).join(" "), words };
  } catch (cause) {
    if (!(cause instanceof CaptionsError)) throw cause;
    throw new InputError(name, `${cause.place && `${cause.place}: `}${cause.reason}`, { cause });
  }
}

function begin(text: string): string {
  return [...text.trim()].slice(0, 12).join("");
}
