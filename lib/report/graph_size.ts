import type { TopLevelSpec } from "vega-lite";
import { renderSvg } from "lib/graphs/render.ts";
import { graphTheme } from "lib/graphs/theme.ts";

/** How much room a graph needs, in pixels. */
export interface GraphSize {
  readonly width: number;
  readonly height: number;
}

/**
 * The size of a graph at full scale, without the theme's margin.
 *
 * @throws {TypeError} when Vega-Lite or Vega warns about the spec
 */
export async function graphSize(spec: TopLevelSpec): Promise<GraphSize> {
  const svg = await renderSvg(spec);
  const [, width, height] = /<svg [^>]*?width="(\d+)" height="(\d+)"/.exec(svg)!;
  const { left, right, top, bottom } = marginOf(graphTheme("light"));
  return { width: Number(width) - left - right, height: Number(height) - top - bottom };
}

function marginOf({ padding }: ReturnType<typeof graphTheme>) {
  if (typeof padding !== "object" || !("left" in padding)) {
    throw new TypeError(`Cannot measure a graph: expected a padding by side, got ${padding}`);
  }
  const { left = 0, right = 0, top = 0, bottom = 0 } = padding;
  return { left, right, top, bottom };
}
