/// <reference lib="dom" />
import * as vega from "vega";
import { compile, type Config, type TopLevelSpec } from "vega-lite";
import { Handler } from "vega-tooltip";
import type { SchemeName } from "lib/report/client/scheme.ts";
import { stackPanels } from "lib/report/stack_panels.ts";

/** How a figure's graph looks. */
export interface Look {
  readonly scheme: SchemeName;
  /** Whether panels stand below each other. */
  readonly stacked: boolean;
}

/** Makes the view of a figure's graph in place of the one there; it is drawn when it is run. */
export type CreateView = (figure: Element, look: Look) => vega.View;

/** Reads the page's two themes and makes views in them. */
export function viewMaker(): CreateView {
  const themes: Readonly<Record<SchemeName, Config>> = readJson(document.querySelector("#themes")!);
  const tooltip = new Handler({ disableDefaultStyle: true }).call;
  return (figure, { scheme, stacked }) => {
    const saved: TopLevelSpec = readJson(figure.querySelector("script")!);
    const spec = stacked ? stackPanels(saved) : saved;
    const config: Config = { ...themes[scheme], padding: 2 }; // the page has margins of its own
    const runtime = vega.parse(compile({ ...spec, config } as TopLevelSpec).spec);
    const canvas = figure.querySelector<HTMLElement>(".drawing > div")!; // Vega gives it a role
    return new vega.View(runtime, { renderer: "svg", tooltip }).initialize(canvas).hover();
  };
}

function readJson<T>(script: Element): T {
  return JSON.parse(script.textContent ?? "");
}
