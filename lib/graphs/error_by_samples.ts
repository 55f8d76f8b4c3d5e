import type { TopLevelSpec } from "vega-lite";
import { checkFilled, checkFinite, checkPositive } from "lib/graphs/_checks.ts";
import { csvData } from "lib/graphs/_data.ts";
import { DASHED, referenceRule, textLabel } from "lib/graphs/_marks.ts";
import { roundSignificant } from "lib/graphs/_numbers.ts";
import { graphSpec, type GraphText, type Layer, type Panel, panelTitle } from "lib/graphs/_spec.ts";
import type { Role } from "lib/graphs/palettes.ts";

const GRAPH = "error_by_samples";
/** Points of the formula's curve between one power of two and the next. */
const CURVE_STEPS = 8;

/** How wrong means of a model's answers are. */
export interface SampledModel {
  /** The model's name, at the head of its panel. */
  readonly model: string;
  readonly role: Role;
  /** Mean squared error as measured, by the answers averaged, k. */
  readonly measured: readonly { readonly samples: number; readonly error: number }[];
  /** The part that averaging leaves: the error of the exact expectation. */
  readonly squaredBias: number;
  /** The part that averaging divides by k. */
  readonly variance: number;
}

/** How `errorBySamples` labels. */
export interface ErrorBySamplesOptions extends GraphText {
  /** Error of the training mean, drawn as a line. */
  readonly trainingMean: number;
}

/**
 * Draws measured error over the number of answers averaged, as dots, over the two areas that the
 * formula `squaredBias + variance / k` adds up, one panel a model, all with one scale.
 *
 * @throws {RangeError} when there is no model or no measurement, or a number is not finite
 */
export function errorBySamples(
  models: readonly SampledModel[],
  options: ErrorBySamplesOptions,
): TopLevelSpec {
  checkModels(models, options);
  const errors = models.flatMap(({ measured, squaredBias, variance }) => [
    squaredBias + variance,
    ...measured.map(({ error }) => error),
  ]);
  const samples = models.flatMap(({ measured }) => measured.map((it) => it.samples));
  const scale = {
    mostSamples: Math.max(...samples),
    highest: roundSignificant(Math.max(options.trainingMean, ...errors) * 1.05, 3),
  };
  return graphSpec(options, {
    hconcat: models.map((model) => panel(model, { ...scale, trainingMean: options.trainingMean })),
  });
}

function checkModels(models: readonly SampledModel[], options: ErrorBySamplesOptions): void {
  checkFilled(models, { graph: GRAPH, field: "models" });
  checkFinite(options.trainingMean, { graph: GRAPH, field: "options.trainingMean" });
  models.forEach(({ measured, squaredBias, variance }, i) => {
    checkFilled(measured, { graph: GRAPH, field: `models[${i}].measured` });
    checkFinite(squaredBias, { graph: GRAPH, field: `models[${i}].squaredBias` });
    checkFinite(variance, { graph: GRAPH, field: `models[${i}].variance` });
    measured.forEach(({ samples, error }, k) => {
      checkPositive(samples, { graph: GRAPH, field: `models[${i}].measured[${k}].samples` });
      checkFinite(error, { graph: GRAPH, field: `models[${i}].measured[${k}].error` });
    });
  });
}

interface PanelOptions {
  readonly trainingMean: number;
  /** Upper end of the horizontal axis. */
  readonly mostSamples: number;
  /** Upper end of the vertical axis. */
  readonly highest: number;
}

function panel(model: SampledModel, options: PanelOptions): Panel {
  const { squaredBias, variance } = model;
  const note = `one answer ${(squaredBias + variance).toFixed(4)}, without end ` +
    squaredBias.toFixed(4);
  return {
    title: panelTitle({ text: model.model, note }),
    width: 310,
    height: 270,
    layer: [
      parts(model, options),
      ...trainingMeanLine(options.trainingMean, squaredBias),
      dots(model, options),
      ...partLabels(model),
    ],
  };
}

/** The areas of bias and variance with the formula's curve on top. */
function parts({ squaredBias, variance, role }: SampledModel, options: PanelOptions): Layer {
  const steps = Math.max(1, Math.ceil(Math.log2(options.mostSamples) * CURVE_STEPS));
  const points = Array.from({ length: steps + 1 }, (_, i) => {
    const samples = options.mostSamples ** (i / steps);
    return {
      samples: roundSignificant(samples, 5),
      error: roundSignificant(squaredBias + variance / samples, 4),
      bias: roundSignificant(squaredBias, 4),
    };
  });
  const { x, y } = axes(options);
  const quiet = { style: role, tooltip: false } as const;
  return {
    data: csvData(points),
    encoding: { x },
    layer: [
      {
        mark: { type: "area", fillOpacity: 0.4, ...quiet },
        encoding: { y: { ...y, field: "bias" } },
      },
      {
        mark: { type: "area", fillOpacity: 0.16, ...quiet },
        encoding: { y: { ...y, field: "error" }, y2: { field: "bias" } },
      },
      {
        mark: { type: "line", strokeWidth: 1.5, ...quiet },
        encoding: { y: { ...y, field: "error" } },
      },
    ],
  };
}

function dots({ measured, role }: SampledModel, options: PanelOptions): Layer {
  const points = measured.map(({ samples, error }) => ({
    samples,
    error: roundSignificant(error, 4),
  }));
  const { x, y } = axes(options);
  return {
    data: { values: points },
    mark: { type: "point", style: role, size: 60 },
    encoding: { x, y: { ...y, field: "error" } },
  };
}

function axes({ mostSamples, highest }: PanelOptions) {
  const powers = Array.from({ length: Math.floor(Math.log2(mostSamples)) + 1 }, (_, i) => 2 ** i);
  const samples: [number, number] = [1, mostSamples];
  const errors: [number, number] = [0, highest];
  return {
    x: {
      field: "samples",
      type: "quantitative",
      title: "Answers averaged, k",
      scale: { type: "log", base: 2, domain: samples, nice: false },
      axis: { grid: false, values: powers, format: "d" },
    },
    y: {
      type: "quantitative",
      title: "Mean squared error (scores in 0 to 1)",
      scale: { domain: errors, nice: false },
      axis: { tickCount: 6 },
    },
  } as const;
}

/** Its label stands on the side of the line where the curve does not end. */
function trainingMeanLine(error: number, limit: number): Layer[] {
  return [
    referenceRule({ axis: "y", value: error, role: "actual", dash: DASHED }),
    textLabel({
      text: `training mean ${error.toFixed(4)}`,
      x: { value: "width" },
      y: { datum: error },
      role: "actual",
      align: "right",
      dy: limit < error ? -9 : 9,
    }),
  ];
}

/** Names each area at its left end, where the variance's is highest. */
function partLabels({ squaredBias, variance }: SampledModel): Layer[] {
  const label = (text: string, middle: number) =>
    textLabel({ text, x: { datum: 1 }, y: { datum: middle }, role: "actual", dx: 8 });
  return [
    label("bias²", squaredBias / 2),
    label("variance / k", squaredBias + variance / 3),
  ];
}
