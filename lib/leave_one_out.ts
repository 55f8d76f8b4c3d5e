import { forTargets } from "lib/targets.ts";
import type { Scores } from "lib/types.ts";

/** Which parts of an item are left out, and how. */
export interface LeaveOneOutOptions<Item, Part> {
  readonly parts: readonly Part[];
  /** The item without one of the parts: at one place, at every place or for a span of time. */
  readonly without: (item: Item, part: Part) => Item;
  /** Scores of several items; asked once, for the whole item and then for it without each part. */
  readonly predict: (items: readonly Item[]) => Promise<readonly Scores[]>;
}

/**
 * How far each part moves an item's scores: `f(item) - f(item without the part)`, in the unit of the
 * scores (occlusion; Zeiler and Fergus 2014, Li et al. 2016).
 *
 * Effects do not add up: parts that say the same cover for each other, and both seem to do little.
 */
export async function leaveOneOut<Item, Part>(
  item: Item,
  { parts, without, predict }: LeaveOneOutOptions<Item, Part>,
): Promise<Scores[]> {
  if (parts.length === 0) return [];
  const [whole, ...rest] = await predict([item, ...parts.map((part) => without(item, part))]);
  return rest.map((left) => difference(whole!, left));
}

function difference(first: Scores, second: Scores): Scores {
  return forTargets(Object.keys(first), (target) => first[target]! - second[target]!);
}
