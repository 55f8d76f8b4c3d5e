import { Matrix, QrDecomposition } from "ml-matrix";
import type { ClipDesign } from "lib/loaders/sample/_design.ts";
import {
  componentOf,
  PARAMETER_NAMES,
  type Parameters,
  record,
} from "lib/loaders/sample/_parameters.ts";
import { standardise } from "lib/loaders/sample/_standardise.ts";
import type { PlannedClip } from "lib/loaders/sample/_told_clip.ts";
import { MARKER_PAIRS, MARKER_WORDS, type SampleRecipe } from "lib/loaders/sample/sample_recipe.ts";
import { type Cause, CAUSES, PLANTED, SAMPLE_SHARES } from "lib/loaders/sample/sample_shares.ts";
import type { Generator } from "lib/random.ts";
import { TARGETS } from "lib/targets.ts";
import type { Scores, Target } from "lib/types.ts";

/** A clip's standardised numbers. */
interface ClipLatents {
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
function drawLatents(generator: Generator, clips: readonly PlannedClip[]): ClipLatents[] {
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

/** What made a clip's scores. */
export interface ClipCauses {
  readonly latents: ClipLatents;
  readonly components: SampleRecipe["components"];
  readonly planted: Scores;
}

/** Draws what the clips' design leaves open and adds all causes up to scores. */
export function drawCauses(generator: Generator, clips: readonly PlannedClip[]): ClipCauses[] {
  const latents = drawLatents(generator, clips);
  const components = computeComponents(clips, latents);
  const planted = plantScores(components);
  return clips.map((_, i) => ({
    latents: latents[i]!,
    components: components[i]!,
    planted: planted[i]!,
  }));
}

/** Puts each clip's causes together as standardised components of both scores. */
function computeComponents(
  clips: readonly PlannedClip[],
  latents: readonly ClipLatents[],
): SampleRecipe["components"][] {
  const columns = record(TARGETS, (target): Record<Cause, readonly number[]> => ({
    words: standardise(clips.map(({ design }) => weighWords(design, target))),
    pictures: latents.map(({ parameters }) =>
      componentOf(parameters, { cause: "pictures", target })
    ),
    sound: latents.map(({ parameters }) => componentOf(parameters, { cause: "sound", target })),
    interaction: standardise(clips.map(({ design }) => design.coincidence)),
    channel: clips.map(({ channel }) => channel.levels[target]),
    noise: latents.map(({ noise }) => noise[target]),
  }));
  return clips.map((_, i) =>
    record(TARGETS, (target) => record(CAUSES, (cause) => columns[target][cause][i]!))
  );
}

/** Adds each clip's components up to its scores, `mean + deviation * Σ sqrt(share) * component`. */
function plantScores(components: readonly SampleRecipe["components"][]): Scores[] {
  const columns = record(TARGETS, (target) => {
    const sums = components.map((own) => weighComponents(own[target], target));
    const furthest = Math.max(...sums.map(Math.abs));
    const deviation = Math.min(PLANTED.deviation, PLANTED.reach / furthest);
    return sums.map((sum) => PLANTED.mean + deviation * sum);
  });
  return components.map((_, i) => record(TARGETS, (target) => columns[target][i]!));
}

function weighComponents(own: Readonly<Record<Cause, number>>, target: Target): number {
  const weigh = (cause: Cause) => Math.sqrt(SAMPLE_SHARES[target][cause]) * own[cause];
  return CAUSES.reduce((sum, cause) => sum + weigh(cause), 0);
}

function weighWords({ markers }: ClipDesign, target: Target): number {
  return markers.reduce((sum, word) => sum + MARKER_WORDS[word][target], 0);
}
