import type { View } from "lib/heads/views/_view_rows.ts";
import type { Views } from "lib/types.ts";

/** Items seen in several ways; 1 and 0 say who has a view that some lack. */
export function viewsOf(
  views: Readonly<Record<string, View>>,
  { present = {}, groups }: {
    readonly present?: Readonly<Record<string, readonly number[]>>;
    readonly groups?: readonly string[];
  } = {},
): Views {
  const masks = Object.entries(present).map(([name, has]) => [name, Uint8Array.from(has)]);
  return {
    kind: "views",
    rows: Object.values(views)[0]?.rows ?? 0,
    views,
    present: Object.fromEntries(masks),
    groups,
  };
}
