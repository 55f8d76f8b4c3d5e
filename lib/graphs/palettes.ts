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
