import { type LabelOptions, textLabel } from "lib/graphs/_marks.ts";
import { meanOf, roundTo } from "lib/graphs/_numbers.ts";
import type { Layer } from "lib/graphs/_spec.ts";

/** Which numbers of a point are its place, and how its group is drawn. */
export interface GroupMeansOptions<Field extends string> {
  /** Field along which points are grouped. */
  readonly x: Field;
  readonly y: Field;
  /** Groups of equally many points, from the lowest `x` to the highest. */
  readonly groups: number;
  /** Area of a mean's dot in square pixels. */
  readonly size: number;
  /** Where the name stands from the last mean. */
  readonly label: Pick<LabelOptions, "dx" | "dy">;
}

/** Draws the means of groups of points as a line with dots, named at its end. */
export function groupMeans<Field extends string>(
  points: readonly Readonly<Record<Field, number>>[],
  { x, y, groups, size, label }: GroupMeansOptions<Field>,
): Layer[] {
  const sorted = points.toSorted((a, b) => a[x] - b[x]);
  const count = Math.ceil(sorted.length / groups);
  const means = Array.from({ length: Math.ceil(sorted.length / count) }, (_, i) => {
    const group = sorted.slice(i * count, (i + 1) * count);
    const mean = (field: Field) => roundTo(meanOf(group.map((point) => point[field])), 2);
    return { [x]: mean(x), [y]: mean(y) };
  });
  const last = means.at(-1)!;
  return [
    {
      data: { values: means },
      encoding: { x: { field: x, type: "quantitative" }, y: { field: y, type: "quantitative" } },
      layer: [
        { mark: { type: "line", style: "actual", strokeWidth: 1.5, tooltip: false } },
        { mark: { type: "point", style: "actual", size } },
      ],
    },
    textLabel({
      text: "group mean",
      x: { datum: last[x]! },
      y: { datum: last[y]! },
      role: "actual",
      ...label,
    }),
  ];
}
