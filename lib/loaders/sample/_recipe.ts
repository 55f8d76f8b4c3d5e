import type { ClipCauses } from "lib/loaders/sample/_causes.ts";
import { parametersOf } from "lib/loaders/sample/_parameters.ts";
import { planPictures } from "lib/loaders/sample/_pictures.ts";
import type { ToldClip } from "lib/loaders/sample/_told_clip.ts";
import { CUE_WORD, type SampleRecipe } from "lib/loaders/sample/sample_recipe.ts";
import type { Generator } from "lib/random.ts";

/** Writes down everything that made a clip and its scores. */
export function writeRecipe(
  generator: Generator,
  clip: ToldClip & ClipCauses,
): SampleRecipe {
  const { design, durationMs, components, planted } = clip;
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
    planted,
  };
}
