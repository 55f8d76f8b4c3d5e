import { Matrix, QrDecomposition } from "ml-matrix";
import { PARAMETER_NAMES, type Parameters } from "lib/loaders/sample/_parameters.ts";
import { record } from "lib/loaders/sample/_record.ts";
import type { PlannedClip } from "lib/loaders/sample/_told_clip.ts";
import { MARKER_PAIRS } from "lib/loaders/sample/sample_recipe.ts";
import type { Generator } from "lib/random.ts";
import { TARGETS } from "lib/targets.ts";
import type { Target } from "lib/types.ts";

/** A clip's standardised numbers. */
export interface ClipLatents {
  readonly parameters: Parameters;
  readonly noise: Readonly<Record<Target, number>>;
}

/**
 * Draws each clip's parameters and noise with mean 0 and variance 1 over the corpus, uncorrelated
 * with each other, with the channel and with all that was designed.
 *
 * The draws stand behind the design's columns in one matrix, whose QR decomposition takes out of
 * each column what the columns before it explain.
 */
export function drawLatents(generator: Generator, clips: readonly PlannedClip[]): ClipLatents[] {
  const designed = designColumns(clips);
  const draws = [
    ...PARAMETER_NAMES.map(() => drawStratified(generator, clips.length)),
    ...TARGETS.map(() => clips.map(() => generator.normal())),
  ];
  const qr = new QrDecomposition(new Matrix([...designed, ...draws]).transpose()); // [N, columns]
  const [q, r] = [qr.orthogonalMatrix, qr.upperTriangularMatrix];
  const latent = (clip: number, draw: number) => {
    const column = designed.length + draw;
    return q.get(clip, column) * Math.sign(r.get(column, column)) * Math.sqrt(clips.length);
  };
  return clips.map((_, clip) => ({
    parameters: record(PARAMETER_NAMES, (_, i) => latent(clip, i)),
    noise: record(TARGETS, (_, i) => latent(clip, PARAMETER_NAMES.length + i)),
  }));
}

/** One column [N] for each channel, each marker pair, the coincidence, the cue and the shapes. */
function designColumns(clips: readonly PlannedClip[]): number[][] {
  const channels = [...new Set(clips.map(({ channel }) => channel))];
  return [
    ...channels.map((one) => clips.map(({ channel }) => Number(channel === one))),
    ...MARKER_PAIRS.map(([word]) =>
      clips.map(({ design }) => Number(design.markers.includes(word)))
    ),
    clips.map(({ design }) => design.coincidence),
    clips.map(({ design }) => Number(design.hasCue)),
    clips.map(({ design }) => Number(design.hasShapes)),
  ];
}

/** Draws one number from each of `count` equal strata of -1..1, in random order. */
function drawStratified(generator: Generator, count: number): number[] {
  return generator.permutation(count)
    .map((stratum) => 2 * (stratum + generator.uniform()) / count - 1);
}
