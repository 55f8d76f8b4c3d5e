import {
  type Fields,
  isFields,
  listIn,
  type Place,
  textIn,
  timeIn,
} from "lib/loaders/captions/_fields.ts";
import { CaptionsError } from "lib/loaders/captions/captions_error.ts";
import {
  type CaptionLine,
  type CaptionPart,
  type CaptionWord,
  timeWords,
} from "lib/loaders/captions/time_words.ts";

/**
 * Reads the words of a transcript by Whisper that is parsed already, all times in seconds: `segments` of `{ start, end, text, words }`
 * or a flat list of `words` of `{ word, start, end }` as OpenAI's programs write, or `chunks` of
 * `{ text, timestamp: [start, end] }` as transformers.js gives.
 *
 * Words of their own times are preferred; a segment without them shares its time among its text's. A
 * word without a start is said together with the one before it.
 *
 * @param source what the text is called in errors
 * @throws {CaptionsError} when it is something else, a time is negative or an end before its start
 */
export function whisperWords(value: unknown, source: string): CaptionWord[] {
  const place = { source, place: "" };
  if (!isFields(value)) {
    throw new CaptionsError(source, "", "expected an object with segments, words or chunks");
  }
  const { segments, words, chunks } = value;
  if (Array.isArray(words) && words.length > 0) return timeWords([timedLine(words, place)]);
  if (segments !== undefined) {
    return timeWords(
      listIn(segments, "segments", place).map((segment, i) =>
        readSegment(segment, { source, place: `segment ${i + 1}` })
      ),
    );
  }
  return timeWords(
    listIn(chunks ?? words, "segments, words or chunks", place).map((chunk, i) =>
      readSegment(unfold(chunk), { source, place: `chunk ${i + 1}` })
    ),
  );
}

/** `{ timestamp: [start, end] }` as `{ start, end }`. */
function unfold(chunk: Fields): Fields {
  const [start, end] = Array.isArray(chunk.timestamp) ? chunk.timestamp : [];
  return { ...chunk, start, end };
}

function readSegment(segment: Fields, place: Place): CaptionLine {
  const { words } = segment;
  const { startMs, endMs } = timesOf(segment, place);
  if (startMs === undefined) {
    throw new CaptionsError(place.source, place.place, "expected start, got none");
  }
  if (!Array.isArray(words) || words.length === 0) {
    return { startMs, endMs, parts: [{ text: textIn(segment, ["text"], place), startMs }] };
  }
  return { startMs, endMs, parts: timedLine(words, place, startMs).parts };
}

/** A line of words with their own times. */
function timedLine(words: readonly unknown[], place: Place, lineStartMs?: number): CaptionLine {
  const parts: CaptionPart[] = [];
  for (const [i, fields] of listIn(words, "words", place).entries()) {
    const where = { ...place, place: `${place.place && `${place.place}, `}word ${i + 1}` };
    const text = textIn(fields, ["word", "text"], where);
    const { startMs = parts.length === 0 ? lineStartMs : undefined, endMs } = timesOf(
      fields,
      where,
    );
    const last = parts.at(-1);
    if (startMs !== undefined) parts.push({ text, startMs, endMs });
    else if (last) parts[parts.length - 1] = { ...last, text: `${last.text} ${text}` };
    else throw new CaptionsError(where.source, where.place, "expected start, got none");
  }
  return { startMs: lineStartMs ?? 0, parts };
}

function timesOf(fields: Fields, place: Place) {
  const [start, end] = [timeIn(fields, ["start"], place), timeIn(fields, ["end"], place)];
  if (start !== undefined && end !== undefined && end < start) {
    throw new CaptionsError(place.source, place.place, `expected end >= ${start} s, got ${end} s`);
  }
  const toMs = (seconds?: number) => seconds === undefined ? undefined : Math.round(seconds * 1000);
  return { startMs: toMs(start), endMs: toMs(end) };
}
