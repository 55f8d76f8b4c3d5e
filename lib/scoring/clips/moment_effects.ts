import type { MomentInfluence } from "lib/scoring/answer.ts";
import { type ClipParts, PARTS_FPS } from "lib/scoring/clips/clip_parts.ts";
import { pointsMoved } from "lib/scoring/points_moved.ts";
import type { DenseMatrix, Scores, Word } from "lib/types.ts";

/** A clip with its parts and, where they are known, its words' times. */
export interface TimedClip extends ClipParts {
  readonly durationMs: number;
  readonly words?: readonly Word[];
}

/** How `momentEffects` asks. */
export interface MomentEffectsOptions {
  /** Scores in 0..1. */
  readonly predict: (clips: readonly ClipParts[]) => Promise<readonly Scores[]>;
  /** Stretches that a clip is cut into at most. @default 30 */
  readonly most?: number;
}

/**
 * How far each stretch of a clip, of a second or more, moved its scores: `f(clip) - f(clip without)`,
 * leaving out what is seen, heard and, where times are known, said in it; none for a clip that is too
 * short to be cut.
 */
export async function momentEffects(
  clip: TimedClip,
  { predict, most = 30 }: MomentEffectsOptions,
): Promise<MomentInfluence[]> {
  const { durationMs } = clip;
  const count = Math.min(most, Math.floor(durationMs / 1000));
  if (count < 2) return [];
  const border = (i: number) => Math.round(i * durationMs / count);
  const spans = Array.from(
    { length: count },
    (_, i) => ({ startMs: border(i), endMs: border(i + 1) }),
  );
  const [whole, ...rest] = await predict([clip, ...spans.map((span) => withoutSpan(clip, span))]);
  return spans.map((span, i) => ({ ...span, effect: pointsMoved(whole!, rest[i]!) }));
}

interface Span {
  readonly startMs: number;
  readonly endMs: number;
}

/** The clip's parts but for a stretch; one that has nothing outside of it stays as it is. */
function withoutSpan({ text, words, pictures, sound }: TimedClip, span: Span): ClipParts {
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
