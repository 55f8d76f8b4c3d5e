import type { Head } from "lib/heads/head.ts";
import { selectRows } from "lib/heads/select_rows.ts";
import type { Views } from "lib/types.ts";
import fixture from "../../fixtures/sklearn_fusion.json" with { type: "json" };
import { assertClose, dense, rowsOf, sparse } from "../_matrices.ts";
import { sequences } from "../sequences/_sequences.ts";
import { viewsOf } from "./_views.ts";

/** Predictions as scikit-learn and SciPy made them. */
export const recorded = { concatenated: fixture.concatenated, stacked: fixture.stacked } as const;

const targets = dense(fixture.targets);

/** The items that a recorded head is fitted on come first. */
export const TRAINING_ROWS = targets.rows;

/** Items of three views: sparse words, dense pictures and sequences of sound. */
export function recordedViews(
  { present = {} }: { readonly present?: Readonly<Record<string, readonly number[]>> } = {},
): Views {
  const { words, pictures, sound } = fixture.views;
  const groups = words.map((_, row) => fixture.groups[row] ?? "another channel");
  const views = { words: sparse(words), pictures: dense(pictures), sound: sequences(sound) };
  return viewsOf(views, { present, groups });
}

/** Who has which view in the recorded trials with missing views. */
export const lacking = fixture.lacking;

/** Checks a head, fitted on the first items, by its predictions for the others. */
export async function assertFusionAsRecorded(
  head: Head<Views>,
  { views, expected }: { readonly views: Views; readonly expected: readonly number[][] },
): Promise<void> {
  const all = Array.from({ length: views.rows }, (_, row) => row);
  const fitted = await head.fit(selectRows(views, all.slice(0, TRAINING_ROWS)), targets);
  const predicted = await fitted.predict(selectRows(views, all.slice(TRAINING_ROWS)));
  assertClose(rowsOf(predicted), expected);
}
