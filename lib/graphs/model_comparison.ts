import type { TopLevelSpec } from "vega-lite";
import { checkFilled, checkFinite } from "lib/graphs/_checks.ts";
import { DASHED, referenceRule, textLabel } from "lib/graphs/_marks.ts";
import { roundSignificant } from "lib/graphs/_numbers.ts";
import { graphSpec, type GraphText, type Layer, type Panel, panelTitle } from "lib/graphs/_spec.ts";
import { TARGET_NAMES } from "lib/graphs/_targets.ts";
import type { Role } from "lib/graphs/theme.ts";
import type { Target } from "lib/types.ts";

const GRAPH = "model_comparison";
const ROW_HEIGHT = 26;
const LABEL_HEIGHT = 14;

/** A target, or both averaged. */
export type Aspect = "average" | Target;

const ASPECTS = ["average", "virality", "engagement"] as const satisfies readonly Aspect[];
const ASPECT_NAMES: Readonly<Record<Aspect, string>> = {
  average: "Both targets averaged",
  ...TARGET_NAMES,
};

/** An error and the interval it lies in with 95% confidence. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** How wrong one model is. */
export interface ModelError {
  /** The model's name, its settings included. */
  readonly model: string;
  readonly errors: Readonly<Record<Aspect, Estimate>>;
  /** @default "model" */
  readonly role?: Role;
}

/** An error to compare with, drawn as a line where it is known. */
export interface ReferenceError {
  readonly label: string;
  readonly role: Role;
  readonly errors: Readonly<Partial<Record<Aspect, number>>>;
}

/** How `modelComparison` labels its errors. */
export interface ModelComparisonOptions extends GraphText {
  /** The axis title, with its unit. @default "Validation MSE (scores in 0 to 1)" */
  readonly metric?: string;
  /** @default none */
  readonly references?: readonly ReferenceError[];
}

/**
 * Draws each model's error as a dot with its 95% interval, best model first, one panel for the two
 * targets' average and one for each target.
 *
 * @throws {RangeError} when there is no model, two have one name, or a number is not finite
 */
export function modelComparison(
  models: readonly ModelError[],
  options: ModelComparisonOptions,
): TopLevelSpec {
  checkModels(models);
  const { metric = "Validation MSE (scores in 0 to 1)", references = [] } = options;
  const ranked = models.toSorted((a, b) => a.errors.average.value - b.errors.average.value);
  const panels = ASPECTS.map((aspect, i) =>
    panel(aspect, ranked, { metric, references, withNames: i === 0 })
  );
  return graphSpec(options, { hconcat: panels });
}

function checkModels(models: readonly ModelError[]): void {
  checkFilled(models, { graph: GRAPH, field: "models" });
  models.forEach(({ model, errors }, i) => {
    if (models.findIndex((other) => other.model === model) !== i) {
      throw new RangeError(
        `Cannot draw ${GRAPH}: expected models[].model to differ, got ${
          JSON.stringify(model)
        } twice`,
      );
    }
    for (const aspect of ASPECTS) {
      for (const part of ["value", "low", "high"] as const) {
        const field = `models[${i}].errors.${aspect}.${part}`;
        checkFinite(errors[aspect][part], { graph: GRAPH, field });
      }
    }
  });
}

interface PanelOptions {
  readonly metric: string;
  readonly references: readonly ReferenceError[];
  /** Whether the models' names stand at its left. */
  readonly withNames: boolean;
}

function panel(aspect: Aspect, models: readonly ModelError[], options: PanelOptions): Panel {
  const { metric, references, withNames } = options;
  const known = references.flatMap(({ label, role, errors }) => {
    const value = errors[aspect];
    return value === undefined ? [] : [{ label, role, value: checkReference(value, label) }];
  });
  const offset = 10 + LABEL_HEIGHT * (references.length - known.length);
  const middle = (models[0]!.errors[aspect].value + models.at(-1)!.errors[aspect].value) / 2;
  return {
    title: panelTitle({ text: ASPECT_NAMES[aspect], offset }),
    width: withNames ? 270 : 170,
    height: models.length * ROW_HEIGHT,
    layer: [
      ...known.flatMap((reference, i) => referenceLine({ ...reference, row: i, middle })),
      ...dots(aspect, models, { metric, withNames }),
    ],
  };
}

function checkReference(value: number, label: string): number {
  checkFinite(value, { graph: GRAPH, field: `options.references[${JSON.stringify(label)}]` });
  return value;
}

interface ReferenceLine {
  readonly label: string;
  readonly role: Role;
  readonly value: number;
  /** Which line of text above the axes is its own. */
  readonly row: number;
  /** Labels of values above it stand to the left of their line, so that they stay in the panel. */
  readonly middle: number;
}

function referenceLine({ label, role, value, row, middle }: ReferenceLine): Layer[] {
  const left = value > middle;
  return [
    referenceRule({ axis: "x", value, role, dash: DASHED }),
    textLabel({
      text: `${label} ${value.toFixed(4)}`,
      x: { datum: value },
      y: { value: -10 - LABEL_HEIGHT * row },
      role: role === "baseline" ? "note" : role,
      align: left ? "right" : "left",
      dx: left ? 4 : -4,
    }),
  ];
}

function dots(
  aspect: Aspect,
  models: readonly ModelError[],
  { metric, withNames }: Pick<PanelOptions, "metric" | "withNames">,
): Layer[] {
  return [...new Set(models.map(({ role = "model" }) => role))].map((role) => {
    const values = models.filter((model) => (model.role ?? "model") === role)
      .map(({ model, errors }) => ({ model, ...rounded(errors[aspect]) }));
    const x = {
      type: "quantitative",
      title: metric,
      scale: { zero: false, nice: true },
      axis: { tickCount: 4 },
    } as const;
    const y = {
      field: "model",
      type: "nominal",
      sort: models.map(({ model }) => model),
      title: null,
      axis: { labels: withNames, ticks: false, domain: false, grid: true, labelLimit: 320 },
    } as const;
    return {
      data: { values },
      encoding: { y },
      layer: [
        {
          mark: { type: "rule", style: role, strokeWidth: 2.5, strokeOpacity: 0.45 },
          encoding: { x: { ...x, field: "low" }, x2: { field: "high" } },
        },
        {
          mark: { type: "point", style: role, size: 70 },
          encoding: { x: { ...x, field: "value" } },
        },
        ...["halo", role].map((style) =>
          ({
            mark: { type: "text", style, dy: -10, fontSize: 10, tooltip: false },
            encoding: { x: { ...x, field: "value" }, text: { field: "value", format: ".4f" } },
          }) as const
        ),
      ],
    };
  });
}

function rounded({ value, low, high }: Estimate): Estimate {
  return {
    value: roundSignificant(value, 4),
    low: roundSignificant(low, 4),
    high: roundSignificant(high, 4),
  };
}
