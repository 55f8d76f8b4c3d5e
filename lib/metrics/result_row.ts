import { fixedText } from "lib/fixed_text.ts";
import type { Evaluation, MetricName } from "./evaluate.ts";
import type { Interval } from "./bootstrap.ts";
import { metricOf } from "./metric_of.ts";

const SHOWN = {
  mse: "MSE",
  mae: "MAE",
  r2: "R²",
  spearman: "Spearman",
  pearson: "Pearson",
} as const satisfies Partial<Record<MetricName, string>>;

/**
 * A table's row for one model: each metric averaged over all targets with its 95% interval, as
 * text such as "0.0180 [0.0165, 0.0196]".
 */
export function resultRow(
  model: string,
  evaluations: readonly Evaluation[],
): Record<string, string> {
  const cells = (Object.keys(SHOWN) as (keyof typeof SHOWN)[]).map((metric) => [
    SHOWN[metric],
    intervalText(metricOf(evaluations, metric).average, metric === "mse" ? 4 : 3),
  ]);
  return { Model: model, ...Object.fromEntries(cells) };
}

/** An interval as "value [low, high]", or "not defined" where the metric is not. */
export function intervalText({ value, low, high }: Interval, decimals: number): string {
  if (Number.isNaN(value)) return "not defined";
  const [shown, from, to] = [value, low, high].map((it) => fixedText(it, decimals));
  return `${shown} [${from}, ${to}]`;
}
