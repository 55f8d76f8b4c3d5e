import type { TopLevelSpec } from "vega-lite";
import { checkFilled, checkFinite } from "lib/graphs/_checks.ts";
import { roundSignificant } from "lib/graphs/_numbers.ts";
import { graphSpec, type GraphText, type Layer, type Panel, panelTitle } from "lib/graphs/_spec.ts";
import type { Estimate } from "lib/graphs/model_comparison.ts";
import type { Role } from "lib/graphs/palettes.ts";

const GRAPH = "split_comparison";
const ROW_HEIGHT = 26;

/** How wrong one model is under two splits. */
export interface SplitErrors {
  readonly model: string;
  /** @default "model" */
  readonly role?: Role;
  /** On videos of channels that it has learned from. */
  readonly known: Estimate;
  /** On videos of channels that it has not. */
  readonly unseen: Estimate;
}

/** How `splitComparison` labels. */
export interface SplitComparisonOptions extends GraphText {
  /** The two panels' headings. @default "Random split" and "Unseen channels" */
  readonly headings?: Readonly<Record<"known" | "unseen", string>>;
  /** The axis title, with its unit. @default "Validation MSE (scores in 0 to 1)" */
  readonly metric?: string;
}

/**
 * Draws each model's error under two splits with its 95% interval, side by side on one scale, the
 * models in the order of the first split, the best first.
 *
 * @throws {RangeError} when there is no model or a number is not finite
 */
export function splitComparison(
  models: readonly SplitErrors[],
  options: SplitComparisonOptions,
): TopLevelSpec {
  checkModels(models);
  const {
    headings = { known: "Random split", unseen: "Unseen channels" },
    metric = "Validation MSE (scores in 0 to 1)",
  } = options;
  const ranked = models.toSorted((a, b) => a.known.value - b.known.value);
  const ends = models.flatMap(({ known, unseen }) => [known, unseen])
    .flatMap(({ low, high }) => [low, high]);
  const domain: [number, number] = [
    roundSignificant(Math.min(...ends), 3),
    roundSignificant(Math.max(...ends), 3),
  ];
  const panels = (["known", "unseen"] as const).map((split) =>
    panel(ranked, { split, heading: headings[split], metric, domain })
  );
  return graphSpec(options, { hconcat: panels });
}

interface PanelOptions {
  readonly split: "known" | "unseen";
  readonly heading: string;
  readonly metric: string;
  /** Ends of the error axis that both panels share. */
  readonly domain: [number, number];
}

function panel(models: readonly SplitErrors[], options: PanelOptions): Panel {
  const roles = [...new Set(models.map(({ role = "model" }) => role))];
  return {
    title: panelTitle({ text: options.heading }),
    width: 260,
    height: models.length * ROW_HEIGHT,
    layer: roles.map((role) => dots(models, role, options)),
  };
}

function dots(models: readonly SplitErrors[], role: Role, options: PanelOptions): Layer {
  const { split, metric, domain } = options;
  const values = models.filter((model) => (model.role ?? "model") === role)
    .map((model) => ({ model: model.model, ...rounded(model[split]) }));
  const x = {
    type: "quantitative",
    title: metric,
    scale: { domain, nice: true, zero: false },
    axis: { tickCount: 4 },
  } as const;
  return {
    data: { values },
    encoding: { y: rowsOf(models, split === "known") },
    layer: [
      {
        mark: { type: "rule", style: role, strokeWidth: 2.5, strokeOpacity: 0.45 },
        encoding: { x: { ...x, field: "low" }, x2: { field: "high" } },
      },
      { mark: { type: "point", style: role, size: 70 }, encoding: { x: { ...x, field: "value" } } },
      ...["halo", role].map((style) =>
        ({
          mark: { type: "text", style, dy: -10, fontSize: 10, tooltip: false },
          encoding: { x: { ...x, field: "value" }, text: { field: "value", format: ".4f" } },
        }) as const
      ),
    ],
  };
}

function rowsOf(models: readonly SplitErrors[], withNames: boolean) {
  return {
    field: "model",
    type: "nominal",
    sort: models.map(({ model }) => model),
    title: null,
    axis: { labels: withNames, ticks: false, domain: false, grid: true, labelLimit: 340 },
  } as const;
}

function rounded({ value, low, high }: Estimate): Estimate {
  const [shown, from, to] = [value, low, high].map((it) => roundSignificant(it, 4));
  return { value: shown!, low: from!, high: to! };
}

function checkModels(models: readonly SplitErrors[]): void {
  checkFilled(models, { graph: GRAPH, field: "models" });
  models.forEach((model, i) => {
    for (const split of ["known", "unseen"] as const) {
      for (const part of ["value", "low", "high"] as const) {
        checkFinite(model[split][part], { graph: GRAPH, field: `models[${i}].${split}.${part}` });
      }
    }
  });
}
