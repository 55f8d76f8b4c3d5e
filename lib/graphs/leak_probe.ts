import type { TopLevelSpec } from "vega-lite";
import { checkFilled, checkFinite } from "lib/graphs/_checks.ts";
import { roundSignificant } from "lib/graphs/_numbers.ts";
import { graphSpec, type GraphText, type Layer, type Panel, panelTitle } from "lib/graphs/_spec.ts";
import type { Role } from "lib/graphs/palettes.ts";

const GRAPH = "leak_probe";

/** What one split says of the probe. */
export interface ProbeResult {
  /** The split, such as "Random split" or "Blocks of 100 rows". */
  readonly split: string;
  /** Error of nearest neighbours that see nothing but the row number. */
  readonly rowNumberError: number;
  /** Error of the training mean on the same rows. */
  readonly meanError: number;
}

/** How `leakProbe` labels its errors. */
export interface LeakProbeOptions extends GraphText {
  /** The axis title, with its unit. @default "Validation MSE (scores in 0 to 1)" */
  readonly metric?: string;
}

/**
 * Draws what a model can score that knows only where a row stands, beside the training mean, one
 * panel a split.
 *
 * Under a split that does not leak, the row number is worth nothing.
 *
 * @throws {RangeError} when there is no result or an error is not finite
 */
export function leakProbe(
  results: readonly ProbeResult[],
  options: LeakProbeOptions,
): TopLevelSpec {
  const { metric = "Validation MSE (scores in 0 to 1)" } = options;
  checkFilled(results, { graph: GRAPH, field: "results" });
  results.forEach(({ rowNumberError, meanError }, i) => {
    checkFinite(rowNumberError, { graph: GRAPH, field: `results[${i}].rowNumberError` });
    checkFinite(meanError, { graph: GRAPH, field: `results[${i}].meanError` });
  });
  const highest = Math.max(...results.flatMap((r) => [r.rowNumberError, r.meanError]));
  const domain: [number, number] = [0, highest * 1.25]; // room for the labels behind the bars
  const panels = results.map((result, i) =>
    panel(result, { domain, metric, isLast: i === results.length - 1 })
  );
  return graphSpec(options, { vconcat: panels, spacing: 14 });
}

interface PanelOptions {
  readonly domain: [number, number];
  readonly metric: string;
  /** Whether the axis shared by all panels stands below it. */
  readonly isLast: boolean;
}

function panel(result: ProbeResult, { domain, metric, isLast }: PanelOptions): Panel {
  const change = result.rowNumberError / result.meanError - 1;
  const bars = [
    {
      model: "Row number alone",
      error: result.rowNumberError,
      role: "model",
      note: percent(change),
    },
    { model: "Training mean", error: result.meanError, role: "baseline", note: "" },
  ] as const;
  return {
    title: panelTitle({ text: result.split, offset: 8 }),
    width: 480,
    height: 64,
    layer: bars.flatMap((bar) => barWithLabel(bar, { domain, metric, isLast })),
  };
}

interface Bar {
  readonly model: string;
  readonly error: number;
  readonly role: Role;
  /** What the label adds to the error. */
  readonly note: string;
}

function barWithLabel({ model, error, role, note }: Bar, options: PanelOptions): Layer[] {
  const { domain, metric, isLast } = options;
  const data = { values: [{ model, error: roundSignificant(error, 4) }] };
  const x = {
    field: "error",
    type: "quantitative",
    title: isLast ? metric : null,
    scale: { domain },
    axis: { labels: isLast, ticks: isLast, domain: false, tickCount: 6 },
  } as const;
  const y = {
    field: "model",
    type: "nominal",
    sort: null,
    title: null,
    axis: { ticks: false, domain: false, grid: false },
  } as const;
  const text = error.toFixed(4) + note;
  return [
    { data, mark: { type: "bar", style: role, height: { band: 0.7 } }, encoding: { x, y } },
    {
      data,
      mark: { type: "text", text, align: "left", dx: 7, tooltip: false },
      encoding: { x, y },
    },
  ];
}

function percent(change: number): string {
  const sign = change < 0 ? "−" : "+";
  return ` (${sign}${Math.abs(change * 100).toFixed(0)}% against the mean)`;
}
