import type { TopLevelSpec } from "vega-lite";
import { capitalised } from "lib/fixed_text.ts";
import { checkFilled, checkFinite } from "lib/graphs/_checks.ts";
import { DASHED, referenceRule, textLabel } from "lib/graphs/_marks.ts";
import { roundSignificant } from "lib/graphs/_numbers.ts";
import { graphSpec, type Layer, type Panel, panelTitle } from "lib/graphs/_spec.ts";
import type { ScoreGraphText } from "lib/graphs/_targets.ts";
import type { Role } from "lib/graphs/palettes.ts";
import { allOf, DEFAULT_TARGETS, type Target } from "lib/targets.ts";
import type { ByTargetAndAverage } from "lib/types.ts";

const GRAPH = "model_comparison";
const ROW_HEIGHT = 26;
const LABEL_HEIGHT = 14;

/** The mean over all targets, or one of them. */
type Aspect = Pick<Target, "name" | "label">;

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
  readonly errors: ByTargetAndAverage<Estimate>;
  /** @default "model" */
  readonly role?: Role;
}

/** An error to compare with, drawn as a line where it is known. */
export interface ReferenceError {
  readonly label: string;
  readonly role: Role;
  readonly errors: Readonly<Record<string, number>>;
}

/** How `modelComparison` labels its errors. */
export interface ModelComparisonOptions extends ScoreGraphText {
  /** The axis title, with its unit. @default "Validation MSE (scores in 0 to 1)" */
  readonly metric?: string;
  /** @default none */
  readonly references?: readonly ReferenceError[];
}

/**
 * Draws each model's error as a dot with its 95% interval, best model first, one panel for the targets'
 * average and one for each target.
 *
 * @throws {RangeError} when there is no model, two have one name, or a number is not finite
 */
export function modelComparison(
  models: readonly ModelError[],
  options: ModelComparisonOptions,
): TopLevelSpec {
  const aspects = aspectsOf(options);
  checkModels(models, aspects);
  const { metric = "Validation MSE (scores in 0 to 1)", references = [] } = options;
  const ranked = models.toSorted((a, b) => a.errors.average.value - b.errors.average.value);
  const panels = aspects.map((aspect, i) =>
    panel(aspect, ranked, { metric, references, withNames: i === 0 })
  );
  return graphSpec(options, { hconcat: panels });
}

function aspectsOf({ targets = DEFAULT_TARGETS }: ScoreGraphText): readonly Aspect[] {
  if (targets.length === 1) return targets;
  const label = capitalised(`${allOf(targets.length)} targets averaged`);
  return [{ name: "average", label }, ...targets];
}

function checkModels(models: readonly ModelError[], aspects: readonly Aspect[]): void {
  checkFilled(models, { graph: GRAPH, field: "models" });
  models.forEach(({ model, errors }, i) => {
    if (models.findIndex((other) => other.model === model) !== i) {
      throw new RangeError(
        `Cannot draw ${GRAPH}: expected models[].model to differ, got ${
          JSON.stringify(model)
        } twice`,
      );
    }
    for (const { name } of aspects) {
      for (const part of ["value", "low", "high"] as const) {
        const field = `models[${i}].errors.${name}.${part}`;
        checkFinite(errors[name]?.[part], { graph: GRAPH, field });
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

function panel(
  { name, label: title }: Aspect,
  models: readonly ModelError[],
  options: PanelOptions,
): Panel {
  const { metric, references, withNames } = options;
  const known = references.flatMap(({ label, role, errors }) => {
    const value = errors[name];
    return value === undefined ? [] : [{ label, role, value: checkReference(value, label) }];
  });
  const offset = 10 + LABEL_HEIGHT * (references.length - known.length);
  const [best, worst] = [models[0]!, models.at(-1)!].map(({ errors }) => errors[name]!.value);
  const middle = (best! + worst!) / 2;
  return {
    title: panelTitle({ text: title, offset }),
    width: withNames ? 270 : 170,
    height: models.length * ROW_HEIGHT,
    layer: [
      ...known.flatMap((reference, i) => referenceLine({ ...reference, row: i, middle })),
      ...dots(name, models, { metric, withNames }),
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
  aspect: string,
  models: readonly ModelError[],
  { metric, withNames }: Pick<PanelOptions, "metric" | "withNames">,
): Layer[] {
  return [...new Set(models.map(({ role = "model" }) => role))].map((role) => {
    const values = models.filter((model) => (model.role ?? "model") === role)
      .map(({ model, errors }) => ({ model, ...rounded(errors[aspect]!) }));
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
