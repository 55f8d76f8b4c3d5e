import type { TopLevelSpec } from "vega-lite";
import { checkFilled, checkFinite } from "lib/graphs/_checks.ts";
import { DASHED, referenceRule, textLabel } from "lib/graphs/_marks.ts";
import { meanOf, medianOf, roundTo, scoreDomain } from "lib/graphs/_numbers.ts";
import { graphSpec, type GraphText, type Layer, type Panel, panelTitle } from "lib/graphs/_spec.ts";
import { TARGET_NAMES } from "lib/graphs/_targets.ts";
import { TARGETS } from "lib/targets.ts";
import type { Scores, Target } from "lib/types.ts";

const GRAPH = "score_distribution";

/** How `scoreDistribution` counts. */
export interface ScoreDistributionOptions extends GraphText {
  /** Bars across the scores' range. @default 40 */
  readonly bins?: number;
}

interface Bins {
  readonly domain: readonly [number, number];
  readonly count: number;
}

/**
 * Draws how often each score occurs, one histogram a target with its mean and median.
 *
 * @param rows scores in 0..1
 * @throws {RangeError} when there is no row, a score is not finite, or `bins` is under 1
 */
export function scoreDistribution(
  rows: readonly { readonly scores: Scores }[],
  options: ScoreDistributionOptions,
): TopLevelSpec {
  const { bins: count = 40 } = options;
  checkFilled(rows, { graph: GRAPH, field: "rows" });
  if (!(Number.isInteger(count) && count >= 1)) {
    throw new RangeError(
      `Cannot draw ${GRAPH}: expected options.bins to be at least 1, got ${count}`,
    );
  }
  const columns = TARGETS.map((target) => rows.map((row, i) => shown(row.scores, target, i)));
  const bins = { domain: scoreDomain(columns.flat()), count };
  const panels = TARGETS.map((target, i) => panel(target, columns[i]!, bins));
  return graphSpec(options, { hconcat: panels });
}

function shown(scores: Scores, target: Target, row: number): number {
  checkFinite(scores[target], { graph: GRAPH, field: `rows[${row}].scores.${target}` });
  return scores[target] * 100;
}

function panel(target: Target, scores: readonly number[], bins: Bins): Panel {
  return {
    title: panelTitle({ text: TARGET_NAMES[target], offset: 10 }),
    width: 330,
    height: 220,
    layer: [histogram(target, scores, bins), ...averages(scores)],
  };
}

function histogram(target: Target, scores: readonly number[], { domain, count }: Bins): Layer {
  const [low, high] = domain;
  const width = (high - low) / count;
  const bars = Array.from({ length: count }, (_, i) => ({
    from: roundTo(low + i * width, 4),
    to: roundTo(low + (i + 1) * width, 4),
    videos: 0,
  }));
  for (const score of scores) {
    bars[Math.min(count - 1, Math.floor((score - low) / width))]!.videos += 1;
  }
  const title = `${TARGET_NAMES[target]} score (0 to 100)`;
  return {
    data: { values: bars },
    mark: { type: "bar", style: target, binSpacing: 1 },
    encoding: {
      x: {
        field: "from",
        type: "quantitative",
        bin: "binned",
        title,
        scale: { domain: [low, high] },
        axis: { grid: false, tickCount: 6 },
      },
      x2: { field: "to" },
      y: {
        field: "videos",
        type: "quantitative",
        title: "Videos",
        stack: null,
        axis: { tickCount: 5 },
      },
    },
  };
}

/** The lower of the two is labelled to its left, the higher to its right: they never overlap. */
function averages(scores: readonly number[]): Layer[] {
  const mean = { name: "mean", value: meanOf(scores), dash: undefined };
  const median = { name: "median", value: medianOf(scores), dash: DASHED };
  const sorted = mean.value < median.value ? [mean, median] : [median, mean];
  return sorted.flatMap(({ name, value, dash }, i) => [
    referenceRule({ axis: "x", value: roundTo(value, 2), role: "actual", dash }),
    textLabel({
      text: `${name} ${value.toFixed(1)}`,
      x: { datum: roundTo(value, 2) },
      y: { value: -8 },
      role: "actual",
      align: i === 0 ? "right" : "left",
      dx: i === 0 ? -4 : 4,
    }),
  ]);
}
