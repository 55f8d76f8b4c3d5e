import type { TopLevelSpec } from "vega-lite";
import { checkFilled, checkFinite } from "lib/graphs/_checks.ts";
import { DASHED, referenceRule, textLabel } from "lib/graphs/_marks.ts";
import { decimalsOf, shownDifference, shownScore } from "lib/graphs/_numbers.ts";
import { graphSpec, type Layer, type Panel, panelTitle } from "lib/graphs/_spec.ts";
import { type DrawnTarget, drawnTargets, type ScoreGraphText } from "lib/graphs/_targets.ts";
import type { Estimate } from "lib/graphs/model_comparison.ts";
import type { Role } from "lib/graphs/palettes.ts";
import type { ByTarget } from "lib/types.ts";

const GRAPH = "coverage";
const ROW_HEIGHT = 30;
/** In pixels, wide enough that the promised share's line does not show between a label's characters. */
const LABEL_HALO = 10;

/** What prediction intervals of one target were worth. */
export interface MeasuredCoverage {
  /** Share of scores inside, in 0..1, with its own 95% interval. */
  readonly covered: Estimate;
  /** Mean distance between the ends, in 0..1. */
  readonly width: number;
}

/** Prediction intervals under one name. */
export type CoverageRow = ByTarget<MeasuredCoverage | string | undefined> & {
  readonly name: string;
  /** @default "model" */
  readonly role?: Role;
};

/** How `coverage` labels. */
export interface CoverageGraphOptions extends ScoreGraphText {
  /** The promised share, in 0..1. @default 0.9 */
  readonly level?: number;
}

/**
 * Draws the share of scores inside their prediction intervals as dots with 95% intervals against the
 * promised share, one panel a target, rows in the order given; labels say how wide the intervals are.
 *
 * @throws {RangeError} when there is no row, two have one name, or a number is not finite
 */
export function coverage(
  rows: readonly CoverageRow[],
  { level = 0.9, ...text }: CoverageGraphOptions,
): TopLevelSpec {
  const targets = drawnTargets(text);
  checkRows(rows, { level, targets });
  const lows = rows.flatMap((row) => targets.map((target) => measuredOf(row, target).covered.low));
  const least = Math.floor(shownScore(Math.min(level, ...lows)) / 10) * 10;
  const panels = targets.map((target, i) =>
    panel(rows, { target, level, least, withNames: i === 0 })
  );
  return graphSpec(text, { hconcat: panels });
}

function measuredOf(row: CoverageRow, { name }: Pick<DrawnTarget, "name">): MeasuredCoverage {
  const measured = row[name];
  if (typeof measured === "object") return measured;
  throw new RangeError(
    `Cannot draw ${GRAPH}: expected the coverage of ${name} in every row, got none in ${row.name}`,
  );
}

interface PanelOptions {
  readonly target: DrawnTarget;
  /** In 0..1. */
  readonly level: number;
  /** The axis's left end, in percent. */
  readonly least: number;
  /** Whether the rows' names stand at its left. */
  readonly withNames: boolean;
}

function panel(rows: readonly CoverageRow[], options: PanelOptions): Panel {
  const promised = shownScore(options.level);
  const label = { text: `promised ${promised}%`, role: "note", align: "center" } as const;
  return {
    title: panelTitle({ text: options.target.label }),
    width: 270,
    height: rows.length * ROW_HEIGHT,
    layer: [
      referenceRule({ axis: "x", value: promised, role: "actual", dash: DASHED }),
      textLabel({ ...label, x: { datum: promised }, y: { value: -10 } }),
      ...[...new Set(rows.map(roleOf))].map((role) => dots(rows, role, options)),
    ],
  };
}

function dots(rows: readonly CoverageRow[], role: Role, options: PanelOptions): Layer {
  const x = {
    type: "quantitative",
    title: "Scores inside (%); label: share · mean width",
    scale: { domain: [options.least, 100] as [number, number], zero: false },
    axis: { tickCount: 5 },
  } as const;
  const label = { type: "text", dy: -10, fontSize: 10, tooltip: false } as const;
  const labelled = { x: { ...x, field: "covered" }, text: { field: "label" } } as const;
  return {
    data: { values: rows.filter((row) => roleOf(row) === role).map((row) => mark(row, options)) },
    encoding: { y: namesOf(rows, options.withNames) },
    layer: [
      { mark: { ...label, style: "halo", strokeWidth: LABEL_HALO }, encoding: labelled },
      {
        mark: { type: "rule", style: role, strokeWidth: 2.5, strokeOpacity: 0.45 },
        encoding: { x: { ...x, field: "low" }, x2: { field: "high" } },
      },
      {
        mark: { type: "point", style: role, size: 70 },
        encoding: { x: { ...x, field: "covered" } },
      },
      { mark: { ...label, style: role }, encoding: labelled },
    ],
  };
}

function namesOf(rows: readonly CoverageRow[], withNames: boolean) {
  return {
    field: "name",
    type: "nominal",
    sort: rows.map(({ name }) => name),
    title: null,
    axis: { labels: withNames, ticks: false, domain: false, grid: true, labelLimit: 360 },
  } as const;
}

/** A row's numbers in percent, and the width in the target's values. */
function mark(row: CoverageRow, { target }: Pick<PanelOptions, "target">) {
  const { covered, width } = measuredOf(row, target);
  const [inside, low, high] = [covered.value, covered.low, covered.high].map((it) =>
    shownScore(it)
  );
  const shownWidth = shownDifference(width, target).toFixed(decimalsOf(target) - 1);
  const label = `${inside!.toFixed(1)}% · ${shownWidth}`;
  return { name: row.name, covered: inside!, low: low!, high: high!, label };
}

function roleOf({ role = "model" }: CoverageRow): Role {
  return role;
}

function checkRows(
  rows: readonly CoverageRow[],
  { level, targets }: { level: number; targets: readonly DrawnTarget[] },
): void {
  checkFilled(rows, { graph: GRAPH, field: "rows" });
  checkFinite(level, { graph: GRAPH, field: "options.level" });
  rows.forEach((row, i) => {
    if (rows.findIndex(({ name }) => name === row.name) !== i) {
      throw new RangeError(
        `Cannot draw ${GRAPH}: expected rows[].name to differ, got ${
          JSON.stringify(row.name)
        } twice`,
      );
    }
    for (const target of targets) {
      const { covered: { value, low, high }, width } = measuredOf(row, target);
      for (const [part, number] of Object.entries({ value, low, high, width })) {
        const field = part === "width" ? part : `covered.${part}`;
        checkFinite(number, { graph: GRAPH, field: `rows[${i}].${target.name}.${field}` });
      }
    }
  });
}
