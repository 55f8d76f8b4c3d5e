import { createHash } from "node:crypto";
import { Resvg } from "@resvg/resvg-js";
import * as vega from "vega";
import { compile } from "vega-lite";
import type { TopLevelSpec } from "vega-lite";
import { compactSvg } from "lib/graphs/compact_svg.ts";
import { BUNDLED_FAMILY, FONT_FILES, textWidth } from "lib/graphs/fonts.ts";
import type { ThemeName } from "lib/graphs/palettes.ts";
import { graphTheme, otherTargetsOf } from "lib/graphs/theme.ts";

declare module "vega" {
  /** Exported by vega, missing in its types: how text is measured when a graph is laid out. */
  export const textMetrics: { width(item: vega.TextMark, text: string): number };
}

/** How `renderSvg` draws. */
export interface SvgOptions {
  /** @default "light" */
  readonly theme?: ThemeName;
}

/** How `renderPng` draws. */
export interface PngOptions {
  /** Pixels of the picture for each pixel of the SVG. @default 2 */
  readonly scale?: number;
}

/** Gives a spec its colours and type, so that it looks the same wherever it is opened. */
export function withTheme(spec: TopLevelSpec, theme: ThemeName = "light"): TopLevelSpec {
  return { ...spec, config: graphTheme(theme, { otherTargets: otherTargetsOf(spec) }) };
}

/**
 * Draws a Vega-Lite spec as SVG; the same spec gives the same text.
 *
 * @throws {TypeError} when Vega-Lite or Vega warns about the spec
 */
export async function renderSvg(spec: TopLevelSpec, options: SvgOptions = {}): Promise<string> {
  const themed = structuredClone(withTheme(spec, options.theme)); // Vega marks the rows it draws
  const { logger, problems } = collectProblems();
  vega.textMetrics.width = measure;
  const compiled = compile(themed, { logger }).spec;
  const view = new vega.View(vega.parse(compiled), { renderer: "none", logger });
  const svg = await view.toSVG();
  view.finalize();
  if (problems.length > 0) {
    throw new TypeError(`Cannot draw ${JSON.stringify(spec.title)}: ${problems.join("; ")}`);
  }
  const idPrefix = `g${
    createHash("sha256").update(JSON.stringify(themed)).digest("hex").slice(0, 6)
  }`;
  return compactSvg(svg, { idPrefix, label: spec.description });
}

/**
 * Draws an SVG as PNG with the bundled font and no other.
 *
 * @throws {Error} when the SVG cannot be parsed
 */
export function renderPng(svg: string, options: PngOptions = {}): Uint8Array {
  const { scale = 2 } = options;
  const font = {
    loadSystemFonts: false,
    fontFiles: [...FONT_FILES],
    defaultFontFamily: BUNDLED_FAMILY,
    sansSerifFamily: BUNDLED_FAMILY,
  };
  return new Resvg(svg, { font, fitTo: { mode: "zoom", value: scale } }).render().asPng();
}

function measure(item: vega.TextMark, text: string): number {
  const { fontSize = 11, fontWeight } = item as { fontSize?: number; fontWeight?: unknown };
  const weight = fontWeight === "bold" ? 700 : Number(fontWeight) || 400;
  return textWidth(String(text ?? ""), { fontSize, fontWeight: weight });
}

function collectProblems() {
  const problems: string[] = [];
  const note = (...messages: readonly unknown[]) => {
    problems.push(messages.map(String).join(" "));
    return logger;
  };
  const ignore = () => logger;
  const level: vega.LoggerInterface["level"] =
    ((value?: number) => value === undefined ? vega.Warn : logger) as vega.LoggerInterface["level"];
  const logger: vega.LoggerInterface = {
    level,
    error: note,
    warn: note,
    info: ignore,
    debug: ignore,
  };
  return { logger, problems };
}
