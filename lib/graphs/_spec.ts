import type { TopLevelSpec } from "vega-lite";
import { usermetaOf } from "lib/graphs/theme.ts";
import type { Target } from "lib/targets.ts";
import type { Field } from "vega-lite/types_unstable/channeldef.js";
import type { LayerSpec, UnitSpec } from "vega-lite/types_unstable/spec/index.js";

/** One layer of marks. */
export type Layer = UnitSpec<Field> | LayerSpec<Field>;

/** One pair of axes with its layers. */
export type Panel = LayerSpec<Field>;

/** What stands above every graph. */
export interface GraphText {
  /** What the graph shows, as a short line. */
  readonly title: string;
  /** What it was made from: data set and row count, model, profile; see `describeSource`. */
  readonly subtitle: string;
}

type Body =
  | { readonly hconcat: Panel[] }
  | { readonly vconcat: Panel[]; readonly spacing?: number }
  | Panel;

/**
 * Puts the title and subtitle above panels.
 *
 * The schema is Vega-Lite 5's, the newest that the renderers of JupyterLab and VS Code read; nothing
 * here needs a later one.
 */
export function graphSpec(
  { title, subtitle, targets = [] }: GraphText & { readonly targets?: readonly Target[] },
  body: Body,
): TopLevelSpec {
  return {
    ...usermetaOf(targets),
    $schema: "https://vega.github.io/schema/vega-lite/v5.json",
    description: `${title}. ${subtitle}`,
    title: { text: title, subtitle },
    ...body,
  };
}

/** What stands at the head of one panel. */
export interface PanelTitle {
  readonly text: string;
  /** A line under it. @default none */
  readonly note?: string;
  /** Pixels between the heading and what stands topmost below it. @default 12 */
  readonly offset?: number;
}

/** The heading of one panel. */
export function panelTitle({ text, note, offset = 12 }: PanelTitle): Panel["title"] {
  const subtitle = note ? { subtitle: note, subtitlePadding: 4 } : {};
  return { text, ...subtitle, style: "panelTitle", frame: "group", offset };
}
