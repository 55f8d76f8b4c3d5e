import type { TopLevelSpec } from "vega-lite";
import { capitalised } from "lib/fixed_text.ts";
import { checkFilled, checkFinite } from "lib/graphs/_checks.ts";
import { csvData } from "lib/graphs/_data.ts";
import { referenceRule } from "lib/graphs/_marks.ts";
import { shownDifference } from "lib/graphs/_numbers.ts";
import { readableFeature } from "lib/graphs/readable_feature.ts";
import { graphSpec, type Panel, panelTitle } from "lib/graphs/_spec.ts";
import { type DrawnTarget, drawnTargets, type ScoreGraphText } from "lib/graphs/_targets.ts";
import type { ByTarget } from "lib/types.ts";

const GRAPH = "feature_effects";
const ROW_HEIGHT = 22;

/** What a feature does to a score, in 0..1, and the range it was seen in. */
export interface EffectRange {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** A feature and what it does to each score. */
export interface NamedEffect {
  readonly feature: string;
  readonly effect: ByTarget<EffectRange>;
}

/**
 * Draws what each feature does to each score as a dot with its range, the strongest feature first;
 * camelCase names are written as words.
 *
 * @throws {RangeError} when there is no feature or a number is not finite
 */
export function featureEffects(
  effects: readonly NamedEffect[],
  options: ScoreGraphText,
): TopLevelSpec {
  const targets = drawnTargets(options);
  checkEffects(effects, targets);
  const strength = ({ effect }: NamedEffect) =>
    Math.max(...targets.map(({ name }) => Math.abs(effect[name]!.value)));
  const ranked = effects.toSorted((a, b) => strength(b) - strength(a));
  return graphSpec(options, {
    hconcat: targets.map((target, i) => panel(ranked, { target, withNames: i === 0 })),
  });
}

function checkEffects(effects: readonly NamedEffect[], targets: readonly DrawnTarget[]): void {
  checkFilled(effects, { graph: GRAPH, field: "effects" });
  effects.forEach(({ effect }, i) => {
    for (const { name } of targets) {
      for (const part of ["value", "low", "high"] as const) {
        const field = `effects[${i}].effect.${name}.${part}`;
        checkFinite(effect[name]?.[part], { graph: GRAPH, field });
      }
    }
  });
}

function panel(
  effects: readonly NamedEffect[],
  { target, withNames }: { target: DrawnTarget; withNames: boolean },
): Panel {
  const points = (part: number) => shownDifference(part, target, 2);
  const rows = effects.map(({ feature, effect }) => {
    const { value, low, high } = effect[target.name]!;
    return {
      feature: readableFeature(feature),
      value: points(value),
      low: points(low),
      high: points(high),
    };
  });
  const title = capitalised(target.differences);
  const x = { type: "quantitative", title, axis: { tickCount: 5 } } as const;
  const y = {
    field: "feature",
    type: "nominal",
    sort: effects.map(({ feature }) => readableFeature(feature)),
    title: null,
    axis: { labels: withNames, ticks: false, domain: false, grid: true, labelLimit: 320 },
  } as const;
  return {
    title: panelTitle({ text: target.label }),
    width: 300,
    height: effects.length * ROW_HEIGHT,
    layer: [
      referenceRule({ axis: "x", value: 0, role: "baseline" }),
      {
        data: csvData(rows),
        encoding: { y },
        layer: [
          {
            mark: { type: "rule", style: target.style, strokeWidth: 2.5, strokeOpacity: 0.45 },
            encoding: { x: { ...x, field: "low" }, x2: { field: "high" } },
          },
          {
            mark: { type: "point", style: target.style, size: 60 },
            encoding: { x: { ...x, field: "value" } },
          },
        ],
      },
    ],
  };
}
