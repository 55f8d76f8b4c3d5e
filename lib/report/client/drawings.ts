/// <reference lib="dom" />
import type { View } from "vega";
import { viewMaker } from "lib/report/client/graph_view.ts";
import type { SchemeName } from "lib/report/client/scheme.ts";

/** The page's graphs. */
export interface Drawings {
  /** Draws in these colours what is on screen now, and the others once they come near it. */
  draw(scheme: SchemeName): void;
}

/** What happens besides drawing. */
export interface DrawingOptions {
  /** Called when a graph is drawn. */
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
  const createView = viewMaker();
  const views = new Map<Element, View>();
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
