import type { TopLevelSpec } from "vega-lite";
import { checkFinite } from "lib/graphs/_checks.ts";
import { roundTo } from "lib/graphs/_numbers.ts";
import { graphSpec, type GraphText, type Layer } from "lib/graphs/_spec.ts";
import { TARGET_NAMES } from "lib/graphs/_targets.ts";
import { TARGETS } from "lib/targets.ts";
import type { Target } from "lib/types.ts";

const GRAPH = "score_ranges";

/** A predicted score, 0..100. */
export interface ScoreRange {
  readonly score: number;
  /** Ends of its interval. */
  readonly low: number;
  readonly high: number;
  /** The known videos' median. */
  readonly median: number;
}

/** How `scoreRanges` is laid out. */
export interface ScoreRangesOptions extends GraphText {
  /** Pixels from 0 to 100. @default 420 */
  readonly width?: number;
}

/**
 * Draws one video's two scores as dots on their intervals, with a tick at the known videos' median.
 *
 * @throws {RangeError} when a number is not finite
 */
export function scoreRanges(
  ranges: Readonly<Record<Target, ScoreRange>>,
  options: ScoreRangesOptions,
): TopLevelSpec {
  for (const target of TARGETS) {
    for (const [name, value] of Object.entries(ranges[target])) {
      checkFinite(value, { graph: GRAPH, field: `ranges.${target}.${name}` });
    }
  }
  const { width = 420 } = options;
  return graphSpec(options, {
    width,
    height: 90,
    layer: TARGETS.flatMap((target) => layersOf(target, ranges[target])),
  });
}

function layersOf(target: Target, { score, low, high, median }: ScoreRange): Layer[] {
  const name = TARGET_NAMES[target];
  const row = {
    target: name,
    score: roundTo(score, 1),
    low: roundTo(low, 1),
    high: roundTo(high, 1),
    median: roundTo(median, 1),
  };
  const scale = { domain: [0, 100] as [number, number] };
  const x = (field: string) => ({
    field,
    type: "quantitative" as const,
    scale,
    title: "Score (0 to 100); the tick is the known videos' median",
  });
  const y = {
    field: "target",
    type: "nominal" as const,
    title: null,
    sort: TARGETS.map((target) => TARGET_NAMES[target]),
  };
  const data = { values: [row] };
  return [
    {
      data,
      mark: { type: "rule", style: target, strokeWidth: 6, opacity: 0.35 },
      encoding: { x: x("low"), x2: { field: "high" }, y },
    },
    {
      data,
      mark: { type: "tick", style: "baseline", thickness: 2, size: 22 },
      encoding: { x: x("median"), y },
    },
    { data, mark: { type: "point", style: target, size: 110 }, encoding: { x: x("score"), y } },
  ];
}
