import { scoreDomain, spanOf } from "lib/graphs/_numbers.ts";
import type { GraphText } from "lib/graphs/_spec.ts";
import { targetStyles } from "lib/graphs/theme.ts";
import { DEFAULT_TARGETS, type Target } from "lib/targets.ts";

/** What every graph of scores is told. */
export interface ScoreGraphText extends GraphText {
  /** What the scores are of, in the order of the panels. @default virality and engagement */
  readonly targets?: readonly Target[];
}

/** A target as a graph draws it. */
export interface DrawnTarget extends Target {
  /** The style of its marks; that of crowds of points is the same with `Pale` behind it. */
  readonly style: string;
  /** Its least and greatest value, such as "0 to 100" or "1 to 5 stars". */
  readonly values: string;
  /** What differences are in, such as "points of 100" or "stars". */
  readonly differences: string;
}

/** What a graph draws of its targets. */
export function drawnTargets({ targets = DEFAULT_TARGETS }: ScoreGraphText): DrawnTarget[] {
  const styles = targetStyles(targets);
  return targets.map((target, i) => {
    const { range: [low, high], unit } = target;
    return {
      ...target,
      style: styles[i]!,
      values: unit === undefined ? `${low} to ${high}` : `${low} to ${high} ${unit}`,
      differences: unit ?? `points of ${spanOf(target)}`,
    };
  });
}

/** Those of the targets that are known of an item, with the items of which they are. */
export function knownItems<Item>(
  targets: readonly DrawnTarget[],
  items: readonly Item[],
  scoreOf: (item: Item, target: string) => number | undefined,
): { readonly target: DrawnTarget; readonly known: readonly { item: Item; row: number }[] }[] {
  return targets.map((target) => ({
    target,
    known: items.map((item, row) => ({ item, row }))
      .filter(({ item }) => scoreOf(item, target.name) !== undefined),
  })).filter(({ known }) => known.length > 0);
}

/** A line under a heading, with how many of all videos a panel shows where it shows only some. */
export function noteOf(
  { shown, all }: { readonly shown: number; readonly all: number },
  note?: string,
): string | undefined {
  if (shown === all) return note;
  const count = `${shown.toLocaleString("en-US")} of ${all.toLocaleString("en-US")} videos`;
  return note === undefined ? count : `${note} · ${count}`;
}

/** The axis of each panel: one that all targets of the same range share. */
export function sharedDomains(
  panels: readonly { readonly target: Pick<Target, "range">; readonly shown: readonly number[] }[],
): [number, number][] {
  const isAlike = (a: Pick<Target, "range">, b: Pick<Target, "range">) =>
    a.range[0] === b.range[0] && a.range[1] === b.range[1];
  return panels.map(({ target }) => {
    const alike = panels.filter((other) => isAlike(other.target, target));
    return scoreDomain(alike.flatMap(({ shown }) => shown), target);
  });
}
