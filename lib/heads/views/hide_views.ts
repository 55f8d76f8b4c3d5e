import type { Views } from "lib/types.ts";

/** Which items keep what is hidden from the others. */
export interface HideOptions {
  /** Positions of items, such as those a head is fitted on. @default none */
  readonly except?: readonly number[];
}

/**
 * The same items as if they lacked some views, such as clips whose sound is turned off.
 *
 * @throws {RangeError} when a name is not a view's
 */
export function hideViews(
  views: Views,
  names: readonly string[],
  { except = [] }: HideOptions = {},
): Views {
  const unknown = names.find((name) => !Object.hasOwn(views.views, name));
  if (unknown !== undefined) {
    throw new RangeError(
      `Cannot hide a view: expected one of ${Object.keys(views.views).join(", ")}, got ${unknown}`,
    );
  }
  const hidden = Object.fromEntries(names.map((name) => {
    const has = new Uint8Array(views.rows);
    for (const row of except) has[row] = views.present[name]?.[row] ?? 1;
    return [name, has];
  }));
  return { ...views, present: { ...views.present, ...hidden } };
}
