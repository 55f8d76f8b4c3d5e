import type { Views } from "lib/types.ts";

/**
 * The same items as if all of them lacked some views, such as clips whose sound is turned off.
 *
 * @throws {RangeError} when a name is not a view's
 */
export function hideViews(views: Views, names: readonly string[]): Views {
  const unknown = names.find((name) => !Object.hasOwn(views.views, name));
  if (unknown !== undefined) {
    throw new RangeError(
      `Cannot hide a view: expected one of ${Object.keys(views.views).join(", ")}, got ${unknown}`,
    );
  }
  const nobody = new Uint8Array(views.rows);
  const hidden = Object.fromEntries(names.map((name) => [name, nobody]));
  return { ...views, present: { ...views.present, ...hidden } };
}
