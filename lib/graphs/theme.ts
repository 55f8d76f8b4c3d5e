import type { Config } from "vega-lite";
import type { Target } from "lib/types.ts";
import { FONT_FAMILY } from "lib/graphs/fonts.ts";

/** Which background a graph is drawn for. */
export type ThemeName = "light" | "dark";

/**
 * What a mark stands for. Each role has one colour in all graphs; a spec names it as a mark's
 * `style`, so the same spec can be drawn with either theme.
 */
export type Role = "model" | "actual" | "baseline" | "original" | Target;

/** The colours of one theme, as CSS hex strings. */
export interface Palette {
  /** Colour of each role, distinguishable with any of the common colour vision deficiencies. */
  readonly roles: Readonly<Record<Role, string>>;
  /** The targets' colours for crowds of points behind something that matters more. */
  readonly pale: Readonly<Record<Target, string>>;
  /** The opaque background behind everything. */
  readonly card: string;
  /** Titles and main labels. */
  readonly ink: string;
  /** Subtitles, axis labels and notes. */
  readonly muted: string;
  /** Axis lines. */
  readonly line: string;
  readonly grid: string;
  /** From the lowest value to the highest: viridis, less the end that fades into the card. */
  readonly ramp: readonly string[];
}

/**
 * The two palettes.
 *
 * Hues follow Okabe and Ito, "Color Universal Design" (2008). Lightness is chosen so that each role
 * stands out at least 3 to 1 from its card (WCAG 2.2, 1.4.11) and any two roles stay at least 12 apart
 * in CIELAB as seen with protanopia or deuteranopia (Machado and others, 2009).
 */
export const PALETTES: Readonly<Record<ThemeName, Palette>> = {
  light: {
    roles: {
      model: "#0072b2",
      actual: "#1b2430",
      baseline: "#7b8490",
      original: "#c75300",
      virality: "#97206c",
      engagement: "#008f5f",
    },
    pale: { virality: "#dbb2cc", engagement: "#99d2bf" },
    card: "#ffffff",
    ink: "#1b2430",
    muted: "#5b6673",
    line: "#c3cad2",
    grid: "#eceff2",
    ramp: ["#440154", "#443983", "#31688e", "#21918c", "#35b779", "#90d743", "#d2e21b"],
  },
  dark: {
    roles: {
      model: "#56b4e9",
      actual: "#e8ecf1",
      baseline: "#727c88",
      original: "#f08a3c",
      virality: "#e56ca8",
      engagement: "#2fd09a",
    },
    pale: { virality: "#6d4259", engagement: "#1f5f4c" },
    card: "#14181f",
    ink: "#e8ecf1",
    muted: "#9ba6b3",
    line: "#444d59",
    grid: "#262c35",
    ramp: ["#fde725", "#b5de2b", "#6ece58", "#35b779", "#1f9e89", "#31688e", "#3e4989"],
  },
};

/** The Vega-Lite configuration of one theme. */
export function graphTheme(name: ThemeName): Config {
  const palette = PALETTES[name];
  return {
    background: palette.card,
    padding: { left: 24, top: 22, right: 24, bottom: 20 },
    font: FONT_FAMILY,
    aria: false,
    view: { stroke: null },
    concat: { spacing: 36 },
    range: { ramp: [...palette.ramp] },
    title: titleConfig(palette),
    axis: axisConfig(palette),
    legend: legendConfig(palette),
    mark: { tooltip: true },
    point: { filled: true, opacity: 1, strokeWidth: 0 },
    rule: { strokeWidth: 1.25 },
    text: { fontSize: 11, color: palette.ink },
    style: { ...roleStyles(palette), ...otherStyles(palette) },
  };
}

function titleConfig({ ink, muted }: Palette): Config["title"] {
  return {
    anchor: "start",
    frame: "bounds",
    color: ink,
    fontSize: 17,
    fontWeight: 600,
    offset: 18,
    subtitleColor: muted,
    subtitleFontSize: 12,
    subtitlePadding: 7,
    subtitleLineHeight: 17,
  };
}

function axisConfig({ ink, muted, line, grid }: Palette): Config["axis"] {
  return {
    domainColor: line,
    tickColor: line,
    tickSize: 4,
    labelFlush: false,
    labelSeparation: 6,
    gridColor: grid,
    labelColor: muted,
    labelFontSize: 11,
    labelPadding: 5,
    titleColor: ink,
    titleFontSize: 11.5,
    titleFontWeight: 400,
    titlePadding: 10,
  };
}

function legendConfig({ ink, muted }: Palette): Config["legend"] {
  return {
    labelColor: muted,
    labelFontSize: 11,
    titleColor: ink,
    titleFontSize: 11.5,
    titleFontWeight: 400,
    gradientThickness: 10,
  };
}

function roleStyles({ roles }: Palette) {
  return Object.fromEntries(Object.entries(roles).map(([role, color]) => [role, { color }]));
}

function otherStyles({ pale, card, ink, muted, line }: Palette): Config["style"] {
  return {
    viralityPale: { color: pale.virality },
    engagementPale: { color: pale.engagement },
    panelTitle: { font: FONT_FAMILY, fontSize: 13, fontWeight: 600, fill: ink },
    halo: { fill: card, stroke: card, strokeWidth: 3, strokeJoin: "round" },
    note: { color: muted },
    parallelAxis: { color: line },
  };
}
