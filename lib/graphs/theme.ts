import type { Config, TopLevelSpec } from "vega-lite";
import { DEFAULT_TARGETS, namesOf, type Target } from "lib/targets.ts";
import { FONT_FAMILY } from "lib/graphs/fonts.ts";

/** Which background a graph is drawn for. */
export type ThemeName = "light" | "dark";

/**
 * What a mark stands for. Each role has one colour in all graphs; a spec names it as a mark's
 * `style`, so the same spec can be drawn with either theme.
 */
export type Role = "model" | "actual" | "baseline" | "original";

/** The colours of one target. */
export interface TargetColours {
  readonly strong: string;
  /** For crowds of points behind something that matters more. */
  readonly pale: string;
}

/** The colours of one theme, as CSS hex strings. */
export interface Palette {
  /** Colour of each role, distinguishable with any of the common colour vision deficiencies. */
  readonly roles: Readonly<Record<Role, string>>;
  /** Those of the default targets, then those that others take in turn; distinguishable as well. */
  readonly targets: readonly TargetColours[];
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
 * Hues follow Okabe and Ito, "Color Universal Design" (2008). Lightness is chosen so that each role and
 * target stands out at least 3 to 1 from its card (WCAG 2.2, 1.4.11) and any two stay at least 12 apart
 * in CIELAB as seen with protanopia or deuteranopia (Machado and others, 2009).
 */
export const PALETTES: Readonly<Record<ThemeName, Palette>> = {
  light: {
    roles: {
      model: "#0072b2",
      actual: "#1b2430",
      baseline: "#7b8490",
      original: "#c75300",
    },
    targets: [
      { strong: "#97206c", pale: "#dbb2cc" },
      { strong: "#008f5f", pale: "#99d2bf" },
      { strong: "#5b3ddb", pale: "#bdb1f1" },
      { strong: "#661d00", pale: "#c2a599" },
    ],
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
    },
    targets: [
      { strong: "#e56ca8", pale: "#6d4259" },
      { strong: "#2fd09a", pale: "#1f5f4c" },
      { strong: "#7d66ff", pale: "#403a76" },
      { strong: "#ffe04d", pale: "#726931" },
    ],
    card: "#14181f",
    ink: "#e8ecf1",
    muted: "#9ba6b3",
    line: "#444d59",
    grid: "#262c35",
    ramp: ["#fde725", "#b5de2b", "#6ece58", "#35b779", "#1f9e89", "#31688e", "#3e4989"],
  },
};

/** How many targets a graph has beside the default ones, which its theme then has styles for. */
interface ThemedTargets {
  readonly otherTargets?: number;
}

/** The style of each target's marks: a default one's is its name, others take theirs by their order. */
export function targetStyles(targets: readonly Target[]): string[] {
  const names = namesOf(targets);
  const others = names.filter((name) => !DEFAULT_NAMES.includes(name));
  return names.map((name) =>
    DEFAULT_NAMES.includes(name) ? name : otherStyle(others.indexOf(name))
  );
}

const DEFAULT_NAMES: readonly string[] = namesOf(DEFAULT_TARGETS);

function otherStyle(place: number): string {
  return `target${DEFAULT_NAMES.length + 1 + place}`;
}

/** What a spec says of its targets to its theme; nothing where all are default ones. */
export function usermetaOf(targets: readonly Target[]): { usermeta?: Required<ThemedTargets> } {
  const otherTargets = namesOf(targets).filter((name) => !DEFAULT_NAMES.includes(name)).length;
  return otherTargets === 0 ? {} : { usermeta: { otherTargets } };
}

/** How many targets beside the default ones a spec needs styles for. */
export function otherTargetsOf({ usermeta }: Pick<TopLevelSpec, "usermeta">): number {
  return (usermeta as ThemedTargets | undefined)?.otherTargets ?? 0;
}

/** The Vega-Lite configuration of one theme. */
export function graphTheme(name: ThemeName, { otherTargets = 0 }: ThemedTargets = {}): Config {
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
    style: {
      ...roleStyles(palette),
      ...targetColourStyles(palette, otherTargets),
      ...otherStyles(palette),
    },
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

function targetColourStyles({ targets }: Palette, others: number): Config["style"] {
  const styles = [...DEFAULT_NAMES, ...Array.from({ length: others }, (_, i) => otherStyle(i))];
  const free = targets.slice(DEFAULT_NAMES.length);
  const coloured = styles.map((style, i) => ({
    style,
    ...targets[i] ?? free[(i - DEFAULT_NAMES.length) % free.length]!,
  }));
  return Object.fromEntries([
    ...coloured.map(({ style, strong }) => [style, { color: strong }]),
    ...coloured.map(({ style, pale }) => [`${style}Pale`, { color: pale }]),
  ]);
}

function otherStyles({ card, ink, muted, line }: Palette): Config["style"] {
  return {
    panelTitle: { font: FONT_FAMILY, fontSize: 13, fontWeight: 600, fill: ink },
    halo: { fill: card, stroke: card, strokeWidth: 3, strokeJoin: "round" },
    note: { color: muted },
    parallelAxis: { color: line },
  };
}
