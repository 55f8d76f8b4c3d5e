import { join } from "node:path";
import type { TopLevelSpec } from "vega-lite";
import { renderSvg } from "lib/graphs/render.ts";
import { graphTheme } from "lib/graphs/theme.ts";
import { stackPanels } from "lib/report/stack_panels.ts";

/** Pixels. */
export interface GraphSize {
  readonly width: number;
  readonly height: number;
}

/** A saved graph as the page shows it. */
export interface SavedGraph {
  /** The files' name without an ending. */
  readonly name: string;
  readonly title: string;
  /** Data set, model and profile, as the graph itself says them. */
  readonly subtitle: string;
  /** Read aloud in place of the graph. */
  readonly description: string;
  /** The Vega-Lite spec without title and colours, which the page gives it. */
  readonly spec: TopLevelSpec;
  /** Its size with panels side by side. */
  readonly wide: GraphSize;
  /** Its size with panels below each other. */
  readonly narrow: GraphSize;
}

/**
 * Reads the graph that `showGraph` saved as `<folder>/<name>.vl.json`.
 *
 * @throws {SyntaxError} when the file is not JSON or no spec with a title, naming the file
 * @throws {TypeError} when Vega-Lite or Vega warns about the spec, naming the file
 */
export async function readGraph(folder: string, name: string): Promise<SavedGraph> {
  const path = join(folder, `${name}.vl.json`);
  const value = parseJson(await Deno.readTextFile(path), path);
  if (!isTitledSpec(value)) {
    throw new SyntaxError(
      `Cannot read the graph ${path}: expected a Vega-Lite spec with a title {text, subtitle}, ` +
        `got ${abridge(JSON.stringify(value))}`,
    );
  }
  const { title: { text, subtitle }, config: _, ...spec } = value;
  return {
    name,
    title: text,
    subtitle: subtitle ?? "",
    description: spec.description ?? text,
    spec,
    ...await sizesOf(spec, path),
  };
}

async function sizesOf(spec: TopLevelSpec, path: string) {
  try {
    return { wide: await graphSize(spec), narrow: await graphSize(stackPanels(spec)) };
  } catch (cause) {
    const { message } = cause as Error;
    throw new TypeError(`Cannot measure the graph ${path}: ${message}`, { cause });
  }
}

/**
 * The size of a graph at full scale, without the theme's margin.
 *
 * @throws {TypeError} when Vega-Lite or Vega warns about the spec
 */
async function graphSize(spec: TopLevelSpec): Promise<GraphSize> {
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

type TitledSpec = TopLevelSpec & {
  readonly title: { readonly text: string; readonly subtitle?: string };
};

function isTitledSpec(value: unknown): value is TitledSpec {
  if (typeof value !== "object" || value === null || !("title" in value)) return false;
  const { title } = value;
  if (typeof title !== "object" || title === null || !("text" in title)) return false;
  const subtitle = "subtitle" in title ? title.subtitle : "";
  return typeof title.text === "string" && typeof subtitle === "string";
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SyntaxError(
      `Cannot read the graph ${path}: expected JSON, got ${abridge(text)}`,
      { cause },
    );
  }
}

function abridge(text: string): string {
  return text.length <= 80 ? text : `${text.slice(0, 80)}…`;
}
