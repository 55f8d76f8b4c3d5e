import type { Channel } from "lib/loaders/sample/_channels.ts";
import type { ClipDesign } from "lib/loaders/sample/_design.ts";
import type { ClipLatents } from "lib/loaders/sample/_latents.ts";
import { componentOf } from "lib/loaders/sample/_parameters.ts";
import { record } from "lib/loaders/sample/_record.ts";
import { standardise } from "lib/loaders/sample/_standardise.ts";
import { type Cause, CAUSES, MARKER_WORDS, type SampleRecipe } from "lib/loaders/sample_recipe.ts";
import { TARGETS } from "lib/targets.ts";
import type { Target } from "lib/types.ts";

/** A clip of which all causes are known. */
export interface CausedClip {
  readonly channel: Channel;
  readonly design: ClipDesign;
  readonly latents: ClipLatents;
}

/** Puts each clip's causes together as standardised components of both scores. */
export function computeComponents(clips: readonly CausedClip[]): SampleRecipe["components"][] {
  const columns = record(TARGETS, (target): Record<Cause, readonly number[]> => ({
    words: standardise(clips.map(({ design }) => weighWords(design, target))),
    pictures: clips.map((clip) =>
      componentOf(clip.latents.parameters, { cause: "pictures", target })
    ),
    sound: clips.map((clip) => componentOf(clip.latents.parameters, { cause: "sound", target })),
    interaction: standardise(clips.map(({ design }) => design.coincidence)),
    channel: clips.map(({ channel }) => channel.levels[target]),
    noise: clips.map(({ latents }) => latents.noise[target]),
  }));
  return clips.map((_, i) =>
    record(TARGETS, (target) => record(CAUSES, (cause) => columns[target][cause][i]!))
  );
}

function weighWords({ markers }: ClipDesign, target: Target): number {
  return markers.reduce((sum, word) => sum + MARKER_WORDS[word][target], 0);
}
