import { textLabel } from "lib/graphs/_marks.ts";
import { roundSignificant } from "lib/graphs/_numbers.ts";
import type { Layer } from "lib/graphs/_spec.ts";
import { spreadApart } from "lib/graphs/_spread.ts";
import type { Role } from "lib/graphs/palettes.ts";

/** The vertical axis of lines of errors. */
export interface ErrorAxis {
  /** Errors at its lower and upper end. */
  readonly domain: [number, number];
  readonly title: string;
}

/** Where a line of errors ends. */
export interface LineEnd {
  readonly model: string;
  readonly role: Role;
  /** The last error. */
  readonly error: number;
}

/** How `lineNames` places names. */
export interface LineNamesOptions {
  readonly domain: readonly [number, number];
  /** Of the panel, in pixels. */
  readonly height: number;
  /** Least distance between two names, in pixels. */
  readonly gap: number;
  /** Distance from the line's end, in pixels. */
  readonly dx: number;
}

/** The lowest error to the highest, with 4% of room at both ends. */
export function errorDomain(errors: readonly number[]): [number, number] {
  const [least, most] = [Math.min(...errors), Math.max(...errors)];
  const margin = 0.04 * (most - least);
  return [roundSignificant(least - margin, 4), roundSignificant(most + margin, 4)];
}

/** The axis as a channel that only lacks its field. */
export function errorChannel({ domain, title }: ErrorAxis) {
  return {
    type: "quantitative",
    title,
    scale: { domain, nice: false, zero: false },
    axis: { tickCount: 6 },
  } as const;
}

/** Where each line's name stands, in pixels below the top, moved apart where two would touch. */
export function namePlaces(
  ends: readonly Pick<LineEnd, "error">[],
  { domain: [low, high], height, gap }: Omit<LineNamesOptions, "dx">,
): number[] {
  const heights = ends.map(({ error }) => high > low ? height * (high - error) / (high - low) : 0);
  return spreadApart(heights, gap).map((place) => roundSignificant(place, 4));
}

/** Each model's name and last error behind its line's end, moved apart where two would touch. */
export function lineNames(ends: readonly LineEnd[], options: LineNamesOptions): Layer[] {
  const placed = namePlaces(ends, options);
  return ends.map(({ model, role, error }, i) =>
    textLabel({
      text: `${model} ${error.toFixed(4)}`,
      x: { value: "width" },
      y: { value: placed[i]! },
      role: role === "baseline" ? "note" : role,
      dx: options.dx,
    })
  );
}
