import type { TopLevelSpec } from "vega-lite";
import { renderSvg } from "lib/graphs/render.ts";

/** Draws a graph for a page in light and in dark; the page's style shows the one that fits. */
export async function graphHtml(spec: TopLevelSpec): Promise<string> {
  const light = await renderSvg(spec, { theme: "light" });
  const dark = await renderSvg(spec, { theme: "dark" });
  return `<div class="graph"><div class="light">${light}</div><div class="dark">${dark}</div></div>`;
}
