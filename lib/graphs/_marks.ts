import type { Role } from "lib/graphs/palettes.ts";
import type { Layer } from "lib/graphs/_spec.ts";

/** Dashes that tell a second reference line from the first without colour. */
export const DASHED = [4, 3];

/** A straight line across a panel. */
export interface RuleOptions {
  readonly axis: "x" | "y";
  /** Where it crosses that axis, in the axis's own unit. */
  readonly value: number;
  readonly role: Role;
  /** Lengths of dash and gap in pixels. @default solid */
  readonly dash?: number[];
  /** How far into its pattern the line begins, in pixels. @default 0 */
  readonly dashOffset?: number;
}

/** Draws a reference line across the whole panel. */
export function referenceRule(options: RuleOptions): Layer {
  const { axis, value, role, dash, dashOffset = 0 } = options;
  const dashes = dash ? { strokeDash: dash, strokeDashOffset: dashOffset } : {};
  return {
    data: { values: [{}] },
    mark: { type: "rule", style: role, tooltip: false, ...dashes },
    encoding: { [axis]: { datum: value } },
  };
}

/** Where a label stands: in the axis's own unit, or in pixels or at the far end of the panel. */
export type Place = { readonly datum: number } | { readonly value: number | "width" | "height" };

/** A word or two beside what they name. */
export interface LabelOptions {
  /** One line or several. */
  readonly text: string | string[];
  readonly x: Place;
  readonly y: Place;
  readonly role: Role | "note";
  /** Which end of the text stands at `x`. @default "left" */
  readonly align?: "left" | "center" | "right";
  /** Pixels to the right of `x`. @default 0 */
  readonly dx?: number;
  /** Pixels below `y`. @default 0 */
  readonly dy?: number;
}

/** Writes a direct label with a rim of the card's colour, readable across lines and points. */
export function textLabel(options: LabelOptions): Layer {
  const { text, x, y, role, align = "left", dx = 0, dy = 0 } = options;
  const mark = { type: "text", text, align, baseline: "middle", dx, dy, tooltip: false } as const;
  return {
    data: { values: [{}] },
    encoding: { x, y },
    layer: [{ mark: { ...mark, style: "halo" } }, { mark: { ...mark, style: role } }],
  };
}
