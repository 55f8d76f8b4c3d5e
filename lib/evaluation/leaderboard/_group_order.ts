import type { SavedPredictions } from "lib/evaluation/predictions/saved_predictions.ts";

/** What the random split is called among protocols. */
export const RANDOM_SPLIT = "random split";

const SIDES = ["validation", "test", "cross-validation"] as const;

type Group = Pick<SavedPredictions, "data" | "protocol" | "side">;

/**
 * Orders groups as a reader asks for them: real data before the sample corpus, all of it before a
 * part ("3,546 real videos, 200 of the test set"), single splits before cross-validations, the
 * random split before unseen channels, validation before test; what is left by name.
 */
export function orderGroups<Item extends Group>(groups: readonly Item[]): Item[] {
  const names = groups.map(({ data }) => data);
  return groups.map((group) => ({ group, place: placeOf(group, names) }))
    .sort((a, b) => comparePlaces(a.place, b.place) || compareNames(a.group, b.group))
    .map(({ group }) => group);
}

/** Smaller numbers stand further up, the first number counting most. */
function placeOf({ data, protocol, side }: Group, names: readonly string[]): number[] {
  const isPart = names.some((whole) => data.startsWith(`${whole}, `));
  return [
    data.startsWith("sample corpus"),
    isPart,
    side === "cross-validation",
    protocol !== RANDOM_SPLIT,
    SIDES.indexOf(side),
  ].map(Number);
}

function comparePlaces(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((number, i) => number !== b[i]);
  return at < 0 ? 0 : a[at]! - b[at]!;
}

function compareNames(a: Group, b: Group): number {
  const [first, second] = [a, b].map(({ data, protocol }) => `${data}, ${protocol}`);
  return first! < second! ? -1 : first! > second! ? 1 : 0;
}
