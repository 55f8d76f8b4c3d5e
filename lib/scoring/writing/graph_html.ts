import type { TopLevelSpec } from "vega-lite";
import { renderSvg } from "lib/graphs/render.ts";

/** Pixels of a graph's axis on a phone, where what stands beside it has to fit too. */
const NARROW = 250;

/**
 * Draws a graph for a page in light and in dark, each for wide and for narrow screens; the page's
 * style shows the one that fits.
 *
 * @param draw makes the graph with an axis of so many pixels, or of its own choice
 */
export async function graphHtml(draw: (width?: number) => TopLevelSpec): Promise<string> {
  const [wide, narrow] = [await bothThemes(draw()), await bothThemes(draw(NARROW))];
  return `<div class="graph wide">${wide}</div><div class="graph narrow">${narrow}</div>`;
}

async function bothThemes(spec: TopLevelSpec): Promise<string> {
  const light = await renderSvg(spec, { theme: "light" });
  const dark = await renderSvg(spec, { theme: "dark" });
  return `<div class="light">${light}</div><div class="dark">${dark}</div>`;
}
