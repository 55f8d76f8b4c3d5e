import { isFields, parseValue } from "lib/loaders/captions/_fields.ts";
import { CaptionsError } from "lib/loaders/captions/captions_error.ts";
import { parseSrt } from "lib/loaders/captions/srt.ts";
import type { CaptionWord } from "lib/loaders/captions/time_words.ts";
import { parseVtt } from "lib/loaders/captions/vtt.ts";
import { whisperWords } from "lib/loaders/captions/whisper_json.ts";
import { youtubeWords } from "lib/loaders/captions/youtube_captions.ts";

/**
 * Reads a file of captions, UTF-8 or UTF-16 with a byte order mark, whatever its name; see
 * `parseCaptions`.
 *
 * @throws {CaptionsError} when it cannot be read as captions
 * @throws {Deno.errors.NotFound} when it is missing
 */
export async function readCaptions(path: string): Promise<CaptionWord[]> {
  return parseCaptions(decodeText(await Deno.readFile(path), path), path);
}

/**
 * Parses captions of a kind that their content tells: WebVTT, SubRip, YouTube's segments or a
 * transcript by Whisper, the last two as JSON or as a Python literal.
 *
 * @param source what the text is called in errors
 * @throws {CaptionsError} when it is none of them or malformed
 */
export function parseCaptions(text: string, source = "text"): CaptionWord[] {
  const content = text.replace(/^\ufeff/, "");
  if (content.startsWith("WEBVTT")) return parseVtt(content, source);
  if (/^\s*[[{(]/.test(content)) {
    const value = parseValue(content, { source, place: "" });
    return isFields(value) && !("events" in value)
      ? whisperWords(value, source)
      : youtubeWords(value, source);
  }
  if (content.includes("-->")) return parseSrt(content, source);
  throw new CaptionsError(
    source,
    "",
    `expected WebVTT, SubRip, YouTube's segments or Whisper's JSON, got ${
      JSON.stringify(content.slice(0, 40))
    }`,
  );
}

/**
 * Decodes a caption file's bytes.
 *
 * @throws {CaptionsError} when they are neither UTF-8 nor UTF-16 with a byte order mark
 */
export function decodeText(bytes: Uint8Array, source: string): string {
  const [first, second] = bytes;
  const encoding = first === 0xff && second === 0xfe
    ? "utf-16le"
    : first === 0xfe && second === 0xff
    ? "utf-16be"
    : "utf-8";
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw new CaptionsError(source, "", `expected ${encoding} text, got other bytes`, { cause });
  }
}
