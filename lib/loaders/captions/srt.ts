import { readCue, splitBlocks } from "lib/loaders/captions/_cues.ts";
import { CaptionsError } from "lib/loaders/captions/captions_error.ts";
import { type CaptionWord, timeWords } from "lib/loaders/captions/time_words.ts";

/** `<i>`, `</font>` and SubStation's `{\an8}`. */
const STYLING = /<\/?[a-zA-Z][^<>]*>|\{\\[^{}]*\}/g;

/**
 * Parses SubRip subtitles; a cue's words share its time, see `timeWords`.
 *
 * @param source what the text is called in errors
 * @throws {CaptionsError} when a cue is malformed or there is none
 */
export function parseSrt(text: string, source = "text"): CaptionWord[] {
  const blocks = splitBlocks(text);
  if (blocks.length === 0) throw new CaptionsError(source, "", "expected SubRip cues, got none");
  return timeWords(blocks.map((block) => {
    const { startMs, endMs, lines } = readCue(block, source);
    return {
      startMs,
      endMs,
      parts: [{ text: lines.join("\n").replace(STYLING, ""), startMs }],
    };
  }));
}
