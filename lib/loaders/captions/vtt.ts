import { type Block, type Cue, readCue, splitBlocks, toMs } from "lib/loaders/captions/_cues.ts";
import { CaptionsError } from "lib/loaders/captions/captions_error.ts";
import {
  type CaptionLine,
  type CaptionPart,
  type CaptionWord,
  timeWords,
} from "lib/loaders/captions/time_words.ts";

const TIMESTAMP = /<(?:(\d{2,4}):)?([0-5]\d):([0-5]\d)\.(\d{3})>/;
const TAG = /<\/?[a-zA-Z][^<>]*>|<>|<\/>/g;
const ENTITY = /&(amp|lt|gt|nbsp|lrm|rlm|quot|apos|#39);/g;

const ENTITIES: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  nbsp: "\u00a0",
  lrm: "",
  rlm: "",
  quot: '"',
  apos: "'",
  "#39": "'",
};

/**
 * Parses WebVTT captions (https://www.w3.org/TR/webvtt1/), with words timed by inner timestamps
 * where a cue has them, else sharing the cue's time.
 *
 * In a file with inner timestamps captions roll, as YouTube's do: a cue's first lines that repeat the
 * last ones of the cue before, which it touches or overlaps, are not said again.
 *
 * @param source what the text is called in errors
 * @throws {CaptionsError} when the header is missing or a cue is malformed
 */
export function parseVtt(text: string, source = "text"): CaptionWord[] {
  const [header, ...blocks] = splitBlocks(text);
  if (!/^WEBVTT(\s|$)/.test(header?.lines[0] ?? "")) {
    throw new CaptionsError(source, "line 1", "expected WEBVTT, got something else");
  }
  if (header!.lines.some((line) => line.includes("-->"))) {
    throw new CaptionsError(source, "line 2", "expected an empty line after WEBVTT's, got a cue");
  }
  const cues = blocks.filter(isCue).map((block) => readCue(block, source)).map(withoutBlanks);
  const rolls = cues.some(({ lines }) => lines.some((line) => TIMESTAMP.test(line)));
  return timeWords((rolls ? cues.map(withoutRepeats) : cues).map(timeParts));
}

function isCue({ lines }: Block): boolean {
  return !/^(NOTE|STYLE|REGION)(\s|$)/.test(lines[0]!) || lines[1]?.includes("-->") === true;
}

/** YouTube pads cues with lines of one space. */
function withoutBlanks(cue: Cue): Cue {
  return { ...cue, lines: cue.lines.filter((line) => line.trim() !== "") };
}

function withoutRepeats(cue: Cue, i: number, cues: readonly Cue[]): Cue {
  const before = cues[i - 1];
  if (!before || before.endMs < cue.startMs) return cue;
  const [shown, lines] = [before.lines.map(plain), cue.lines.map(plain)];
  const repeated = lines.findLastIndex((_, last) =>
    lines.slice(0, last + 1).join("\n") === shown.slice(-last - 1).join("\n")
  );
  return { ...cue, lines: cue.lines.slice(repeated + 1) };
}

function timeParts({ startMs, endMs, lines }: Cue): CaptionLine {
  const parts: CaptionPart[] = [];
  let at = startMs;
  const pieces = lines.join("\n").split(TIMESTAMP); // text, then four numbers and text for each
  for (let i = 0; i < pieces.length; i += 5) {
    if (i > 0) at = Math.max(at, toMs(pieces.slice(i - 4, i)));
    parts.push({ text: plain(pieces[i]!), startMs: at });
  }
  return { startMs, endMs, parts };
}

/** A cue's text without tags and entities. */
function plain(text: string): string {
  return text.replace(new RegExp(TIMESTAMP, "g"), "").replace(TAG, "")
    .replace(ENTITY, (_, name) => ENTITIES[name]!).trim();
}
