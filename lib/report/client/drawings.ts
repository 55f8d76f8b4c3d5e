/// <reference lib="dom" />
import * as vega from "vega";
import { compile, type Config, type TopLevelSpec } from "vega-lite";
import { Handler } from "vega-tooltip";
import type { SchemeName } from "lib/report/client/scheme.ts";
import { stackPanels } from "lib/report/stack_panels.ts";

/** The page's graphs. */
export interface Drawings {
  /** Draws in these colours what is on screen now, and the others once they come near it. */
  draw(scheme: SchemeName): void;
}

/** What happens besides drawing. */
export interface DrawingOptions {
  /** Called when a graph has got its size. */
  onDrawn(): void;
}

/** How far below and above the screen a graph is drawn ahead of a reader. */
const AHEAD = "600px 0px";

/** The screens on which the style sheet makes room for panels below each other. */
const NARROW = "(max-width: 40rem)";

/** Draws each figure's graph when it comes near the screen, and all of them before printing. */
export function drawWhenSeen(
  figures: NodeListOf<HTMLElement>,
  { onDrawn }: DrawingOptions,
): Drawings {
  const themes: Readonly<Record<SchemeName, Config>> = readJson(document.querySelector("#themes")!);
  const tooltip = new Handler({ disableDefaultStyle: true }).call;
  const views = new Map<Element, vega.View>();
  const narrow = matchMedia(NARROW);
  let scheme: SchemeName = "light";

  const drawOne = async (figure: Element) => {
    observer.unobserve(figure);
    views.get(figure)?.finalize();
    const view = createView(figure, { theme: themes[scheme], tooltip, stacked: narrow.matches });
    views.set(figure, view);
    await view.runAsync();
    onDrawn();
  };
  const observer = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) if (isIntersecting) drawOne(target);
  }, { rootMargin: AHEAD });
  const draw = (wanted: SchemeName) => {
    scheme = wanted;
    for (const figure of figures) {
      observer.unobserve(figure); // a figure that is watched anew is reported anew
      observer.observe(figure);
    }
  };
  narrow.addEventListener("change", () => draw(scheme));
  const drawAll = (wanted: SchemeName) => {
    scheme = wanted;
    figures.forEach(drawOne);
  };
  addEventListener("beforeprint", () => {
    const shown = scheme;
    drawAll("light");
    addEventListener("afterprint", () => draw(shown), { once: true });
  });
  return { draw };
}

interface FigureOptions {
  readonly theme: Config;
  readonly tooltip: vega.TooltipHandler;
  /** Whether panels stand below each other. */
  readonly stacked: boolean;
}

function createView(figure: Element, options: FigureOptions): vega.View {
  const { theme, tooltip, stacked } = options;
  const saved: TopLevelSpec = readJson(figure.querySelector("script")!);
  const spec = stacked ? stackPanels(saved) : saved;
  const config: Config = { ...theme, padding: 2 }; // the page has margins of its own
  const runtime = vega.parse(compile({ ...spec, config } as TopLevelSpec).spec);
  const canvas = figure.querySelector<HTMLElement>(".drawing > div")!; // Vega gives it a role
  return new vega.View(runtime, { renderer: "svg", tooltip }).initialize(canvas).hover();
}

function readJson<T>(script: Element): T {
  return JSON.parse(script.textContent ?? "");
}
