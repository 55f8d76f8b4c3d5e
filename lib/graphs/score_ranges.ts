import type { TopLevelSpec } from "vega-lite";
import { checkFinite } from "lib/graphs/_checks.ts";
import { decimalsOf, roundTo } from "lib/graphs/_numbers.ts";
import { graphSpec, type Layer, type Panel } from "lib/graphs/_spec.ts";
import { type DrawnTarget, drawnTargets, type ScoreGraphText } from "lib/graphs/_targets.ts";
import type { ByTarget } from "lib/types.ts";

const GRAPH = "score_ranges";

/** A predicted score, as it is shown: 0..100, or in its target's own range. */
export interface ScoreRange {
  readonly score: number;
  /** Ends of its interval. */
  readonly low: number;
  readonly high: number;
  /** The known videos' median. */
  readonly median: number;
}

/** How `scoreRanges` is laid out. */
export interface ScoreRangesOptions extends ScoreGraphText {
  /** Pixels from the least to the greatest value. @default 420 */
  readonly width?: number;
}

/**
 * Draws one video's scores as dots on their intervals, with a tick at the known videos' median; those
 * of one range on one axis.
 *
 * @throws {RangeError} when a number is not finite
 */
export function scoreRanges(
  ranges: ByTarget<ScoreRange>,
  options: ScoreRangesOptions,
): TopLevelSpec {
  const targets = drawnTargets(options);
  for (const { name } of targets) {
    for (const part of ["score", "low", "high", "median"] as const) {
      checkFinite(ranges[name]?.[part], { graph: GRAPH, field: `ranges.${name}.${part}` });
    }
  }
  const { width = 420 } = options;
  const panels = [...Map.groupBy(targets, ({ values }) => values).values()]
    .map((alike): Panel => ({
      width,
      height: 45 * alike.length,
      layer: alike.flatMap((target) => layersOf(target, { ...ranges[target.name]!, alike })),
    }));
  return graphSpec(options, panels.length === 1 ? panels[0]! : { vconcat: panels });
}

function layersOf(
  target: DrawnTarget,
  { score, low, high, median, alike }: ScoreRange & { readonly alike: readonly DrawnTarget[] },
): Layer[] {
  const { label, style, values, range } = target;
  const decimals = decimalsOf(target);
  const row = {
    target: label,
    score: roundTo(score, decimals),
    low: roundTo(low, decimals),
    high: roundTo(high, decimals),
    median: roundTo(median, decimals),
  };
  const scale = { domain: [range[0], range[1]] as [number, number] };
  const x = (field: string) => ({
    field,
    type: "quantitative" as const,
    scale,
    title: `Score (${values}); the tick is the known videos' median`,
  });
  const y = {
    field: "target",
    type: "nominal" as const,
    title: null,
    sort: alike.map(({ label }) => label),
  };
  const data = { values: [row] };
  return [
    {
      data,
      mark: { type: "rule", style, strokeWidth: 6, opacity: 0.35 },
      encoding: { x: x("low"), x2: { field: "high" }, y },
    },
    {
      data,
      mark: { type: "tick", style: "baseline", thickness: 2, size: 22 },
      encoding: { x: x("median"), y },
    },
    { data, mark: { type: "point", style, size: 110 }, encoding: { x: x("score"), y } },
  ];
}
