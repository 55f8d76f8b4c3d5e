import type { ClipDesign } from "lib/loaders/sample/_design.ts";
import { type ClipLatents, drawLatents } from "lib/loaders/sample/_latents.ts";
import { componentOf } from "lib/loaders/sample/_parameters.ts";
import { record } from "lib/loaders/sample/_record.ts";
import { standardise } from "lib/loaders/sample/_standardise.ts";
import type { PlannedClip } from "lib/loaders/sample/_told_clip.ts";
import { MARKER_WORDS, type SampleRecipe } from "lib/loaders/sample/sample_recipe.ts";
import { type Cause, CAUSES, PLANTED, SAMPLE_SHARES } from "lib/loaders/sample/sample_shares.ts";
import type { Generator } from "lib/random.ts";
import { TARGETS } from "lib/targets.ts";
import type { Scores, Target } from "lib/types.ts";

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
