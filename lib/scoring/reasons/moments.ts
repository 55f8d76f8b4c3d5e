import { leaveOneOut } from "lib/leave_one_out.ts";
import type { CaptionWord } from "lib/loaders/captions/time_words.ts";
import { type MomentInfluence, points } from "lib/scoring/answer.ts";
import { PARTS_FPS, type VideoParts } from "lib/scoring/models/video_parts.ts";
import { budgetFor } from "lib/scoring/reasons/influences.ts";
import { type TextPart, timeParts, withoutPart } from "lib/scoring/reasons/text_parts.ts";
import type { DenseMatrix, Scores } from "lib/types.ts";

export interface MomentInfluencesOptions {
  /** Scores in 0..1 of several videos. */
  readonly predict: (videos: readonly VideoParts[]) => Promise<readonly Scores[]>;
}

/** Stretches that a clip is cut into at most. */
const MOST_SPANS = 30;

/**
 * How far each moment moved a video's scores, in order of time, see `leaveOneOut`: a clip's stretches
 * of a second or more, without what is seen, heard and said in them; or where only words and their
 * times are known, caption lines. None where there are no two moments to tell apart.
 *
 * Effects of single words do not add up to a moment's: TF-IDF rows are scaled to length 1, and a
 * language model reads words together.
 */
export async function momentInfluences(
  video: VideoParts,
  { predict }: MomentInfluencesOptions,
): Promise<MomentInfluence[]> {
  const { words, durationMs } = video;
  if (durationMs !== undefined) {
    const parts = spansOf(durationMs);
    const effects = await leaveOneOut(video, { parts, without: withoutSpan, predict });
    return parts.map((span, i) => ({ ...span, effect: points(effects[i]!) }));
  }
  const parts = words ? spokenMoments(words) : [];
  const effects = await leaveOneOut(video, { parts, without: withoutSpoken, predict });
  return parts.map(({ text, said }, i) => ({
    startMs: said!.startMs,
    endMs: said!.endMs,
    effect: points(effects[i]!),
    text,
  }));
}

/** A stretch of time. */
interface Span {
  readonly startMs: number;
  readonly endMs: number;
}

function spansOf(durationMs: number): Span[] {
  const count = Math.min(MOST_SPANS, Math.floor(durationMs / 1000));
  if (count < 2) return [];
  const border = (i: number) => Math.round(i * durationMs / count);
  return Array.from({ length: count }, (_, i) => ({ startMs: border(i), endMs: border(i + 1) }));
}

/** A clip's parts but for a stretch; one that has nothing outside of it stays as it is. */
function withoutSpan({ text, words, pictures, sound }: VideoParts, span: Span): VideoParts {
  const isOutside = (timeMs: number) => timeMs < span.startMs || timeMs >= span.endMs;
  const said = words?.filter(({ startMs }) => isOutside(startMs)).map(({ text }) => text);
  return {
    text: text !== undefined && said && said.length > 0 ? said.join(" ") : text,
    pictures: pictures && rowsOutside(pictures, isOutside),
    sound: sound && rowsOutside(sound, isOutside),
  };
}

function rowsOutside(matrix: DenseMatrix, isOutside: (timeMs: number) => boolean): DenseMatrix {
  const { columns, data } = matrix;
  const kept = Array.from({ length: matrix.rows }, (_, row) => row)
    .filter((row) => isOutside(1000 * row / PARTS_FPS));
  if (kept.length === 0) return matrix;
  const left = kept.flatMap((row) => [...data.subarray(row * columns, (row + 1) * columns)]);
  return { kind: "dense", rows: kept.length, columns, data: Float32Array.from(left) };
}

function withoutSpoken({ text, ...others }: VideoParts, moment: TextPart): VideoParts {
  return { ...others, text: withoutPart(text!, moment) };
}

/** Short moments are joined, since a word or two hardly move a score. */
const LEAST_MS = 1000;

/**
 * Cuts words into caption lines; each shorter than a second, or than its share of the whole, is
 * joined with those after it. Where there is but one line, words count as lines. Nothing for a single
 * moment.
 */
function spokenMoments(words: readonly CaptionWord[]): TextPart[] {
  const most = Math.floor(budgetFor(words.map(({ text }) => text).join(" ")) / 2);
  const starts = momentStarts(words, most);
  if (starts.length < 2) return [];
  let end = 0;
  const parts = starts.map((from, i): TextPart => {
    const text = words.slice(from, starts[i + 1]).map(({ text }) => text).join(" ");
    const start = end;
    end += text.length + 1;
    return { text, ranges: [[start, end]] };
  });
  return timeParts(parts, words);
}

/** Positions of the words that begin a moment. */
function momentStarts(words: readonly CaptionWord[], most: number): number[] {
  const lined = words.some(({ lineStartMs }) => lineStartMs !== words[0]!.lineStartMs);
  const lineOf = ({ startMs, lineStartMs }: CaptionWord) => lined ? lineStartMs : startMs;
  const wholeMs = words.length > 0 ? words.at(-1)!.startMs - words[0]!.startMs : 0;
  const leastMs = Math.max(LEAST_MS, wholeMs / Math.max(1, most - 1));
  const starts: number[] = [];
  words.forEach((word, i) => {
    const [before, last] = [words[i - 1], words[starts.at(-1)!]];
    const isLater = !last || word.startMs - last.startMs >= leastMs;
    if (!before || lineOf(word) !== lineOf(before) && isLater) starts.push(i);
  });
  return starts;
}
