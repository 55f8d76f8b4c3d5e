import type { Config, TopLevelSpec } from "vega-lite";
import { DEFAULT_TARGETS, namesOf, type Target } from "lib/targets.ts";
import { FONT_FAMILY } from "lib/graphs/fonts.ts";
import { type Palette, PALETTES, type ThemeName } from "lib/graphs/palettes.ts";

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
