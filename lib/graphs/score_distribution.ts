import type { TopLevelSpec } from "vega-lite";
import { checkFilled, checkFinite } from "lib/graphs/_checks.ts";
import { DASHED, referenceRule, textLabel } from "lib/graphs/_marks.ts";
import { decimalsOf, meanOf, medianOf, roundTo } from "lib/graphs/_numbers.ts";
import { graphSpec, type Layer, type Panel, panelTitle } from "lib/graphs/_spec.ts";
import {
  type DrawnTarget,
  drawnTargets,
  knownItems,
  noteOf,
  type ScoreGraphText,
  sharedDomains,
} from "lib/graphs/_targets.ts";
import { valueOf } from "lib/targets.ts";
import type { Scores } from "lib/types.ts";

const GRAPH = "score_distribution";

/** How `scoreDistribution` counts. */
export interface ScoreDistributionOptions extends ScoreGraphText {
  /** Bars across the scores' range. @default 40 */
  readonly bins?: number;
}

interface Bins {
  readonly domain: readonly [number, number];
  readonly count: number;
}

type Row = { readonly scores: Scores };

/**
 * Draws how often each score occurs, one histogram a target with its mean and median.
 *
 * @param rows scores in 0..1
 * @throws {RangeError} when there is no row, a score is not finite, or `bins` is under 1
 */
export function scoreDistribution(
  rows: readonly Row[],
  options: ScoreDistributionOptions,
): TopLevelSpec {
  const { bins: count = 40 } = options;
  checkFilled(rows, { graph: GRAPH, field: "rows" });
  if (!(Number.isInteger(count) && count >= 1)) {
    throw new RangeError(
      `Cannot draw ${GRAPH}: expected options.bins to be at least 1, got ${count}`,
    );
  }
  const columns = knownItems(drawnTargets(options), rows, ({ scores }, name) => scores[name])
    .map(({ target, known }) => ({
      target,
      shown: known.map(({ item, row }) => valueIn(item, { target, row })),
    }));
  const domains = sharedDomains(columns);
  const panels = columns.map(({ target, shown }, i) => {
    const note = noteOf({ shown: shown.length, all: rows.length });
    return panel(target, shown, { domain: domains[i]!, count, note });
  });
  return graphSpec(options, { hconcat: panels });
}

function valueIn({ scores }: Row, { target, row }: { target: DrawnTarget; row: number }): number {
  const field = `rows[${row}].scores.${target.name}`;
  return valueOf(checkFinite(scores[target.name], { graph: GRAPH, field }), target);
}

function panel(
  target: DrawnTarget,
  scores: readonly number[],
  { note, ...bins }: Bins & { readonly note?: string },
): Panel {
  return {
    title: panelTitle({ text: target.label, note, offset: 10 }),
    width: 330,
    height: 220,
    layer: [histogram(target, scores, bins), ...averages(scores, decimalsOf(target))],
  };
}

function histogram(target: DrawnTarget, scores: readonly number[], { domain, count }: Bins): Layer {
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
  const { label, style, values, unit } = target;
  const title = `${unit === undefined ? `${label} score` : label} (${values})`;
  return {
    data: { values: bars },
    mark: { type: "bar", style, binSpacing: 1 },
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
function averages(scores: readonly number[], decimals: number): Layer[] {
  const mean = { name: "mean", value: meanOf(scores), dash: undefined };
  const median = { name: "median", value: medianOf(scores), dash: DASHED };
  const sorted = mean.value < median.value ? [mean, median] : [median, mean];
  return sorted.flatMap(({ name, value, dash }, i) => [
    referenceRule({ axis: "x", value: roundTo(value, decimals + 1), role: "actual", dash }),
    textLabel({
      text: `${name} ${value.toFixed(decimals)}`,
      x: { datum: roundTo(value, decimals + 1) },
      y: { value: -8 },
      role: "actual",
      align: i === 0 ? "right" : "left",
      dx: i === 0 ? -4 : 4,
    }),
  ]);
}
