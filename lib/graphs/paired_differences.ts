import type { TopLevelSpec } from "vega-lite";
import { checkFilled, checkFinite } from "lib/graphs/_checks.ts";
import { roundTo } from "lib/graphs/_numbers.ts";
import { graphSpec, type GraphText, type Layer } from "lib/graphs/_spec.ts";

const GRAPH = "paired_differences";
const CELL = { width: 46, height: 27 } as const;

/** How two models' errors differ on the same videos. */
export interface PairedDifference {
  readonly first: string;
  readonly second: string;
  /** How much larger the first model's error is. */
  readonly difference: { readonly value: number };
  /** Chance of such a difference between equal models, corrected for how many pairs there are. */
  readonly adjustedP: number;
}

/** How `pairedDifferences` labels. */
export interface PairedDifferencesOptions extends GraphText {
  /** What differs. @default "Validation MSE (scores in 0 to 1)" */
  readonly metric?: string;
  /** Below which corrected p a difference is marked. @default 0.05 */
  readonly level?: number;
}

/**
 * Draws a matrix of how much larger each row's error is than each column's: orange where the row is
 * worse, blue where it is better, stronger the more, marked where that is more than chance.
 *
 * @param models names in the order of the rows, best first; a pair may be missing
 * @throws {RangeError} when there is no pair, a pair names another model, or a number is not finite
 */
export function pairedDifferences(
  models: readonly string[],
  pairs: readonly PairedDifference[],
  options: PairedDifferencesOptions,
): TopLevelSpec {
  checkPairs(models, pairs);
  const { metric = "Validation MSE (scores in 0 to 1)", level = 0.05 } = options;
  const cells = pairs.flatMap((pair) => bothWays(models, pair, level));
  const largest = Math.max(...cells.map(({ difference }) => Math.abs(difference)));
  const note = ` · blue: the row is better · * p < ${level} corrected for all pairs`;
  return graphSpec({ title: options.title, subtitle: options.subtitle + note }, {
    width: models.length * CELL.width,
    height: models.length * CELL.height,
    layer: [
      ...([["model", -1], ["original", 1]] as const).flatMap(([style, sign]) => {
        const ofSign = cells.filter(({ difference }) => Math.sign(difference) === sign);
        return ofSign.length > 0 ? [squares(ofSign, { style, largest, models, metric })] : [];
      }),
      labels(cells, { models, metric }),
    ],
  });
}

interface Cell {
  /** The row's model, its number behind it. */
  readonly row: string;
  /** The column's model by its number. */
  readonly column: string;
  /** In thousandths. */
  readonly difference: number;
  readonly label: string;
  readonly [field: string]: string | number;
}

function bothWays(
  models: readonly string[],
  { first, second, difference, adjustedP }: PairedDifference,
  level: number,
): Cell[] {
  const cell = (row: string, column: string, value: number): Cell => {
    const shown = roundTo(1000 * value, 1);
    const sign = shown > 0 ? "+" : shown < 0 ? "−" : "";
    return {
      row: numbered(models, row),
      column: `${models.indexOf(column) + 1}`,
      difference: roundTo(1000 * value, 2),
      label: `${sign}${Math.abs(shown).toFixed(1)}${adjustedP < level ? " *" : ""}`,
      against: column,
      p: roundTo(adjustedP, 4),
    };
  };
  return [cell(first, second, difference.value), cell(second, first, -difference.value)];
}

function numbered(models: readonly string[], model: string): string {
  return `${model} · ${models.indexOf(model) + 1}`;
}

interface CellOptions {
  readonly models: readonly string[];
  readonly metric: string;
}

interface SquareOptions extends CellOptions {
  readonly style: "model" | "original";
  /** The largest difference of all, in thousandths. */
  readonly largest: number;
}

function squares(cells: readonly Cell[], options: SquareOptions): Layer {
  const { style, largest } = options;
  const opacities: [number, number] = [0.06, 0.62]; // the label on top stays readable
  const domain: [number, number] = [0, largest];
  return {
    data: { values: cells.map((cell) => ({ ...cell, size: Math.abs(cell.difference) })) },
    mark: { type: "rect", style },
    encoding: {
      ...positions(options),
      opacity: {
        field: "size",
        type: "quantitative",
        scale: { type: "sqrt", domain, range: opacities }, // one bad model must not pale the rest
        legend: null,
      },
      tooltip: [
        { field: "row", title: "Row" },
        { field: "against", title: "Column" },
        { field: "difference", title: "Difference, thousandths" },
        { field: "p", title: "p, corrected" },
      ],
    },
  };
}

function labels(cells: readonly Cell[], options: CellOptions): Layer {
  return {
    data: { values: cells.map(({ row, column, label }) => ({ row, column, label })) },
    mark: { type: "text", fontSize: 10, tooltip: false },
    encoding: { ...positions(options), text: { field: "label" } },
  };
}

function positions({ models, metric }: CellOptions) {
  const quiet = { ticks: false, domain: false, grid: false } as const;
  return {
    x: {
      field: "column",
      type: "nominal",
      sort: models.map((_, i) => `${i + 1}`),
      title: `${metric}: row less column, in thousandths`,
      axis: { ...quiet, orient: "top", labelAngle: 0 },
    },
    y: {
      field: "row",
      type: "nominal",
      sort: models.map((model) => numbered(models, model)),
      title: null,
      axis: { ...quiet, labelLimit: 340 },
    },
  } as const;
}

function checkPairs(models: readonly string[], pairs: readonly PairedDifference[]): void {
  checkFilled(pairs, { graph: GRAPH, field: "pairs" });
  pairs.forEach(({ first, second, difference, adjustedP }, i) => {
    checkFinite(difference.value, { graph: GRAPH, field: `pairs[${i}].difference.value` });
    checkFinite(adjustedP, { graph: GRAPH, field: `pairs[${i}].adjustedP` });
    const unknown = [first, second].find((model) => !models.includes(model));
    if (unknown === undefined) return;
    throw new RangeError(
      `Cannot draw ${GRAPH}: expected the models of pairs[${i}] among models, ` +
        `got ${JSON.stringify(unknown)}`,
    );
  });
}
