import type { TopLevelSpec } from "vega-lite";
import { checkFilled, checkFinite } from "lib/graphs/_checks.ts";
import { csvData } from "lib/graphs/_data.ts";
import { referenceRule } from "lib/graphs/_marks.ts";
import { roundTo } from "lib/graphs/_numbers.ts";
import { readableFeature } from "lib/graphs/readable_feature.ts";
import { graphSpec, type GraphText, type Panel, panelTitle } from "lib/graphs/_spec.ts";
import { TARGET_NAMES } from "lib/graphs/_targets.ts";
import type { Target } from "lib/types.ts";

const GRAPH = "feature_effects";
const ROW_HEIGHT = 22;

/** What a feature does to a score, in 0..1, and the range it was seen in. */
export interface EffectRange {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** A feature and what it does to both scores. */
export interface NamedEffect {
  readonly feature: string;
  readonly effect: Readonly<Record<Target, EffectRange>>;
}

/**
 * Draws what each feature does to both scores as a dot with its range, the strongest feature first;
 * camelCase names are written as words.
 *
 * @throws {RangeError} when there is no feature or a number is not finite
 */
export function featureEffects(effects: readonly NamedEffect[], options: GraphText): TopLevelSpec {
  checkEffects(effects);
  const strength = ({ effect: { virality, engagement } }: NamedEffect) =>
    Math.max(Math.abs(virality.value), Math.abs(engagement.value));
  const ranked = effects.toSorted((a, b) => strength(b) - strength(a));
  return graphSpec(options, {
    hconcat: [
      panel(ranked, { target: "virality", withNames: true }),
      panel(ranked, { target: "engagement", withNames: false }),
    ],
  });
}

function checkEffects(effects: readonly NamedEffect[]): void {
  checkFilled(effects, { graph: GRAPH, field: "effects" });
  effects.forEach(({ effect }, i) => {
    for (const [target, range] of Object.entries(effect)) {
      for (const part of ["value", "low", "high"] as const) {
        checkFinite(range[part], { graph: GRAPH, field: `effects[${i}].effect.${target}.${part}` });
      }
    }
  });
}

function panel(
  effects: readonly NamedEffect[],
  { target, withNames }: { target: Target; withNames: boolean },
): Panel {
  const points = (part: number) => roundTo(100 * part, 3);
  const rows = effects.map(({ feature, effect: { [target]: { value, low, high } } }) => (
    {
      feature: readableFeature(feature),
      value: points(value),
      low: points(low),
      high: points(high),
    }
  ));
  const x = { type: "quantitative", title: "Points of 100", axis: { tickCount: 5 } } as const;
  const y = {
    field: "feature",
    type: "nominal",
    sort: effects.map(({ feature }) => readableFeature(feature)),
    title: null,
    axis: { labels: withNames, ticks: false, domain: false, grid: true, labelLimit: 320 },
  } as const;
  return {
    title: panelTitle({ text: TARGET_NAMES[target] }),
    width: 300,
    height: effects.length * ROW_HEIGHT,
    layer: [
      referenceRule({ axis: "x", value: 0, role: "baseline" }),
      {
        data: csvData(rows),
        encoding: { y },
        layer: [
          {
            mark: { type: "rule", style: target, strokeWidth: 2.5, strokeOpacity: 0.45 },
            encoding: { x: { ...x, field: "low" }, x2: { field: "high" } },
          },
          {
            mark: { type: "point", style: target, size: 60 },
            encoding: { x: { ...x, field: "value" } },
          },
        ],
      },
    ],
  };
}
