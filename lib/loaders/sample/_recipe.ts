import type { CausedClip } from "lib/loaders/sample/_components.ts";
import { parametersOf } from "lib/loaders/sample/_parameters.ts";
import { planPictures } from "lib/loaders/sample/_pictures.ts";
import { record } from "lib/loaders/sample/_record.ts";
import type { ToldClip } from "lib/loaders/sample/_told_clip.ts";
import {
  CAUSES,
  CUE_WORD,
  PLANTED,
  SAMPLE_SHARES,
  type SampleRecipe,
} from "lib/loaders/sample_recipe.ts";
import type { Generator } from "lib/random.ts";
import { TARGETS } from "lib/targets.ts";
import type { Target } from "lib/types.ts";

/** Writes down everything that made a clip and its scores. */
export function writeRecipe(
  generator: Generator,
  clip: ToldClip & CausedClip & Pick<SampleRecipe, "components">,
): SampleRecipe {
  const { design, durationMs, components } = clip;
  const parameters = parametersOf(clip.latents.parameters);
  const { loudnessDb, pitchSemitones, tempoBpm } = parameters;
  const cues = clip.words.filter(({ text }) => text.toLowerCase() === CUE_WORD);
  return {
    durationMs,
    markers: design.markers,
    cues,
    coincidence: design.coincidence,
    pictures: planPictures(generator, { design, durationMs, cues, parameters }),
    sound: { loudnessDb, pitchSemitones, tempoBpm },
    components,
    planted: record(TARGETS, (target) => plant(components, target)),
  };
}

function plant(components: SampleRecipe["components"], target: Target): number {
  const sum = CAUSES.reduce(
    (sum, cause) => sum + Math.sqrt(SAMPLE_SHARES[target][cause]) * components[target][cause],
    0,
  );
  return PLANTED.mean + PLANTED.deviation * sum;
}
