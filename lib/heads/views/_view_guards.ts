import { checkTraining } from "lib/heads/_guards.ts";
import type { DenseMatrix, Views } from "lib/types.ts";

/** What a head remembers of its training views, so as to know others of their kind. */
export type ViewShapes = Readonly<
  Record<string, { readonly kind: string; readonly columns: number }>
>;

/** Each view's kind and columns. */
export function shapesOf({ views }: Views): ViewShapes {
  return Object.fromEntries(
    Object.entries(views).map(([name, { kind, columns }]) => [name, { kind, columns }]),
  );
}

/**
 * Stops a fit on views that no head can learn from; an item may lack any view, or all of them.
 *
 * @throws {RangeError} when there are no items
 * @throws {TypeError} when the row counts differ, a target is not finite, or `present` names a view
 * that is not there
 */
export function checkTrainingViews(head: string, views: Views, targets: DenseMatrix): void {
  const { rows } = views;
  checkTraining(head, { kind: "dense", rows, columns: 0, data: new Float64Array() }, targets);
  checkRowCounts(`fit ${head}`, views);
}

/**
 * Stops a prediction from views that the head was not fitted for; an item may lack any of them.
 *
 * @throws {TypeError} when the row counts differ, a view is missing, unknown, of another kind or of
 * another column count than in training
 */
export function checkPredictionViews(head: string, views: Views, training: ViewShapes): void {
  const doing = `predict with ${head}`;
  checkRowCounts(doing, views);
  checkViewNames(doing, Object.keys(training), views);
  checkViewNames(doing, Object.keys(views.views), { views: training });
  for (const [name, { kind, columns }] of Object.entries(views.views)) {
    const expected = training[name]!;
    if (kind === expected.kind && columns === expected.columns) continue;
    throw new TypeError(
      `Cannot ${doing}: expected view ${name} to be ${expected.kind} with ${expected.columns} ` +
        `columns as in training, got ${kind} with ${columns}`,
    );
  }
}

/**
 * Stops a head that asks for views which are not there.
 *
 * @param doing such as `fit ridge`
 * @throws {TypeError} when one is missing
 */
export function checkViewNames(
  doing: string,
  asked: readonly string[],
  { views }: { readonly views: Readonly<Record<string, unknown>> },
): void {
  const missing = asked.find((name) => !Object.hasOwn(views, name));
  if (missing === undefined) return;
  throw new TypeError(
    `Cannot ${doing}: expected a view ${JSON.stringify(missing)} among ` +
      `${Object.keys(views).join(", ") || "none"}`,
  );
}

function checkRowCounts(doing: string, { rows, views, present, groups }: Views): void {
  checkViewNames(doing, Object.keys(present), { views });
  const counts: Record<string, number> = { ...(groups && { groups: groups.length }) };
  for (const [name, view] of Object.entries(views)) counts[`view ${name}`] = view.rows;
  for (const [name, has] of Object.entries(present)) counts[`presence of ${name}`] = has.length;
  for (const [part, count] of Object.entries(counts)) {
    if (count === rows) continue;
    throw new TypeError(`Cannot ${doing}: expected ${rows} rows of ${part}, got ${count}`);
  }
}
