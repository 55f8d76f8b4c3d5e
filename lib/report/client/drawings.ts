/// <reference lib="dom" />
import * as vega from "vega";
import { compile, type Config, type TopLevelSpec } from "vega-lite";
import { Handler } from "vega-tooltip";
import type { SchemeName } from "lib/report/client/scheme.ts";

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

/** Draws each figure's graph when it comes near the screen, and all of them before printing. */
export function drawWhenSeen(
  figures: NodeListOf<HTMLElement>,
  { onDrawn }: DrawingOptions,
): Drawings {
  const themes: Readonly<Record<SchemeName, Config>> = readJson(document.querySelector("#themes")!);
  const tooltip = new Handler({ disableDefaultStyle: true }).call;
  const views = new Map<Element, vega.View>();
  let scheme: SchemeName = "light";

  const drawOne = (figure: Element) => {
    observer.unobserve(figure);
    views.get(figure)?.finalize();
    views.set(figure, drawFigure(figure, { theme: themes[scheme], tooltip }));
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
}

function drawFigure(figure: Element, { theme, tooltip }: FigureOptions): vega.View {
  const drawing = figure.querySelector<HTMLElement>(".drawing")!;
  const spec: TopLevelSpec = readJson(figure.querySelector("script")!);
  const config: Config = { ...theme, padding: 2 }; // the page has margins of its own
  const runtime = vega.parse(compile({ ...spec, config } as TopLevelSpec).spec);
  const view = new vega.View(runtime, { renderer: "svg", tooltip }).initialize(drawing).hover();
  view.run();
  const svg = drawing.querySelector("svg")!;
  drawing.style.setProperty("--natural", `${svg.width.baseVal.value}px`);
  return view;
}

function readJson<T>(script: Element): T {
  return JSON.parse(script.textContent ?? "");
}
