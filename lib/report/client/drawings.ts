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

export interface DrawingOptions {
  /** Called when a graph is drawn. */
  onDrawn(): void;
}

/** Distance below and above the screen within which a graph is drawn ahead of a reader. */
const AHEAD = "600px 0px";

/** The screens on which the style sheet makes room for panels below each other. */
const NARROW = "(max-width: 40rem)";

/** Draws each figure's graph when it comes near the screen, and all of them before printing. */
export function drawWhenSeen(
  figures: NodeListOf<HTMLElement>,
  { onDrawn }: DrawingOptions,
): Drawings {
  const createView = viewMaker();
  const views = new Map<Element, vega.View>();
  const narrow = matchMedia(NARROW);
  let shown: SchemeName = "light";
  const drawOne = async (figure: Element, scheme: SchemeName) => {
    views.get(figure)?.finalize();
    const view = createView(figure, { scheme, stacked: narrow.matches });
    views.set(figure, view);
    await view.runAsync();
    onDrawn();
  };
  const watchAgain = onceNear(figures, (figure) => drawOne(figure, shown));
  narrow.addEventListener("change", watchAgain);
  addEventListener("beforeprint", () => figures.forEach((figure) => drawOne(figure, "light")));
  addEventListener("afterprint", watchAgain);
  return {
    draw(scheme) {
      shown = scheme;
      watchAgain();
    },
  };
}

/** Calls back once for each figure that is or comes near the screen, and anew when it is told to. */
function onceNear(figures: NodeListOf<HTMLElement>, call: (figure: Element) => void): () => void {
  const observer = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      observer.unobserve(target);
      call(target);
    }
  }, { rootMargin: AHEAD });
  return () => {
    observer.disconnect();
    figures.forEach((figure) => observer.observe(figure));
  };
}

interface Look {
  readonly scheme: SchemeName;
  /** Whether panels stand below each other. */
  readonly stacked: boolean;
}

/** Makes the view of a figure's graph in place of the one there; it is drawn when it is run. */
type CreateView = (figure: Element, look: Look) => vega.View;

/** Reads the page's two themes and makes views in them. */
function viewMaker(): CreateView {
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
