import { MARKER_PAIRS, type MarkerWord } from "lib/loaders/sample/sample_recipe.ts";
import type { Generator } from "lib/random.ts";

/** What is decided about a clip before any number of it is drawn. */
export interface ClipDesign {
  readonly markers: readonly MarkerWord[];
  readonly coincidence: -1 | 0 | 1;
  readonly hasCue: boolean;
  readonly hasShapes: boolean;
  /** Whether the cue comes near the clip's beginning or near its end. */
  readonly cueEarly: boolean;
}

/**
 * Designs a channel's clips so that the discrete causes are uncorrelated exactly, not by chance.
 *
 * Clips with coincidence 1 and -1 are matched pairs with the same marker words. In the remaining
 * fifth the cue or the shapes are missing, so that neither's presence is constant or says anything.
 * Every channel holds each marker word equally often.
 */
export function designChannel(generator: Generator, videos: number): ClipDesign[] {
  const pairs = Math.floor(videos * 2 / 5);
  const matched = drawMarkers(generator, pairs).flatMap((markers, i) =>
    ([1, -1] as const).map((coincidence) => ({
      markers,
      coincidence,
      hasCue: true,
      hasShapes: true,
      cueEarly: i % 2 === 0,
    }))
  );
  const unmatched = drawMarkers(generator, videos - 2 * pairs).map((markers, i) => ({
    markers,
    coincidence: 0 as const,
    hasCue: i % 2 === 1,
    hasShapes: i % 2 === 0,
    cueEarly: generator.uniform() < 0.5,
  }));
  const designs = [...matched, ...unmatched];
  return generator.permutation(videos).map((i) => designs[i]!);
}

/** Gives half of the clips the first word of each pair and the others the second. */
function drawMarkers(generator: Generator, clips: number): MarkerWord[][] {
  const half = Math.floor(clips / 2);
  const orders = MARKER_PAIRS.map(() => generator.permutation(clips));
  return Array.from(
    { length: clips },
    (_, clip) =>
      MARKER_PAIRS.map(([first, second], i) => orders[i]![clip]! < half ? first : second),
  );
}
