import type { TopLevelSpec } from "vega-lite";

/**
 * Puts panels that stand side by side below each other, for a narrow screen; panels that share the
 * labels of the first one stay beside it, and any other graph is as it was.
 */
export function stackPanels(spec: TopLevelSpec): TopLevelSpec {
  if (!("hconcat" in spec)) return spec;
  const { hconcat, ...rest } = spec;
  const shareLabels = JSON.stringify(hconcat).includes('"labels":false');
  return shareLabels ? spec : { ...rest, vconcat: hconcat };
}
