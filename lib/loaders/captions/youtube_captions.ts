import {
  type Fields,
  isFields,
  listIn,
  parseValue,
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
 * Reads the words of YouTube's caption segments, parsed already: `[{ time_start_ms, d_duration_ms, segs: [{ utf8, tOffsetMs }] }]`,
 * or of YouTube's own file with `events` of `tStartMs` and
 * `dDurationMs`.
 *
 * A segment without a duration lasts until the next; one without `segs` only sets up a window and is
 * left out. A first seg without an offset starts with its segment; a later one is said together with
 * the seg before it. See `timeWords` for segments that overlap.
 *
 * @param source what the text is called in errors
 * @throws {CaptionsError} when it is something else, or a time is negative
 */
export function youtubeWords(value: unknown, source: string): CaptionWord[] {
  const segments = listIn(isFields(value) ? value.events : value, "segments", {
    source,
    place: "",
  });
  return timeWords(
    segments.flatMap((segment, i) => readLine(segment, { source, place: `segment ${i + 1}` })),
  );
}

function readLine(segment: Fields, place: Place): CaptionLine[] {
  if (segment.segs === undefined || segment.segs === null) return [];
  const startMs = timeIn(segment, ["time_start_ms", "tStartMs"], place);
  if (startMs === undefined) {
    throw new CaptionsError(place.source, place.place, "expected time_start_ms, got none");
  }
  const durationMs = timeIn(segment, ["d_duration_ms", "dDurationMs"], place);
  const segs = typeof segment.segs === "string" ? parseValue(segment.segs, place) : segment.segs;
  return [{
    startMs,
    endMs: durationMs === undefined ? undefined : startMs + durationMs,
    parts: readParts(listIn(segs, "segs", place), startMs, place),
  }];
}

function readParts(segs: readonly Fields[], startMs: number, place: Place): CaptionPart[] {
  const parts: CaptionPart[] = [];
  for (const seg of segs) {
    const text = textIn(seg, ["utf8"], place);
    const offsetMs = timeIn(seg, ["tOffsetMs"], place);
    const last = parts.at(-1);
    if (offsetMs === undefined && last) {
      parts[parts.length - 1] = { ...last, text: last.text + text };
    } else {
      parts.push({ text, startMs: startMs + (offsetMs ?? 0) });
    }
  }
  return parts;
}
