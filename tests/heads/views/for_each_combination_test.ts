import assert from "assert";
import { concatenated } from "lib/heads/views/concatenated.ts";
import { forEachCombination } from "lib/heads/views/for_each_combination.ts";
import type { Head } from "lib/heads/head.ts";
import { hideViews } from "lib/heads/views/hide_views.ts";
import { selectRows } from "lib/heads/select_rows.ts";
import type { Views } from "lib/types.ts";
import { assertClose, dense, rowsOf } from "../_matrices.ts";
import { viewsOf } from "./_views.ts";

// words and sound go together, so that a head which expects both says too little from one
const TRAINING = viewsOf({
  words: dense([[1], [2], [3], [5]]),
  sound: dense([[2], [3], [3], [6]]),
});
const TARGETS = dense([[8], [10], [12], [15]]);
const ITEMS = viewsOf({
  words: dense([[7], [7], [7], [7], [4]]),
  sound: dense([[6], [6], [6], [6], [1]]),
}, { present: { words: [1, 1, 0, 0, 1], sound: [1, 0, 1, 0, 1] } });

/** Predictions for one item by a head, trained with some views hidden. */
async function trainedWithout(hidden: readonly string[], row: number): Promise<number[]> {
  const fitted = await concatenated().fit(hideViews(TRAINING, hidden), TARGETS);
  return rowsOf(await fitted.predict(selectRows(ITEMS, [row])))[0]!;
}

Deno.test("forEachCombination() predicts each item by the head trained on the views it has", async () => {
  const head = forEachCombination(concatenated());
  assert.equal(head.name, `${concatenated().name}, fitted for each combination of views`);
  const predicted = rowsOf(await (await head.fit(TRAINING, TARGETS)).predict(ITEMS));
  assertClose(predicted, [
    await trainedWithout([], 0),
    await trainedWithout(["sound"], 1),
    await trainedWithout(["words"], 2),
    [11.25],
    await trainedWithout([], 4),
  ]);
  const plain = await (await concatenated().fit(TRAINING, TARGETS)).predict(ITEMS);
  assert.ok(Math.abs(rowsOf(plain)[1]![0]! - predicted[1]![0]!) > 0.5, `${rowsOf(plain)}`);
});

Deno.test("forEachCombination() fits once for each combination that it meets", async () => {
  const fits: string[] = [];
  const counting: Head<Views> = {
    name: "counting",
    fit(views, targets) {
      fits.push(Object.keys(views.present).join());
      return concatenated().fit(views, targets);
    },
  };
  const fitted = await forEachCombination(counting).fit(TRAINING, TARGETS);
  assert.deepEqual(fits, [""]);
  await fitted.predict(selectRows(ITEMS, [0, 4]));
  assert.deepEqual(fits, [""]);
  await fitted.predict(selectRows(ITEMS, [1]));
  await fitted.predict(selectRows(ITEMS, [0, 1, 1]));
  assert.deepEqual(fits, ["", "sound"]);
});

Deno.test("forEachCombination() refuses views that it was not fitted for", async () => {
  const fitted = await forEachCombination(concatenated()).fit(TRAINING, TARGETS);
  const { words } = ITEMS.views;
  await assert.rejects(fitted.predict(viewsOf({ words: words! })), {
    name: "TypeError",
    message: /expected a view "sound" among words/,
  });
  const short = viewsOf({ words: words! });
  await assert.rejects(forEachCombination(concatenated()).fit(short, TARGETS), {
    message: /expected as many rows of targets as of features \(5\), got 4/,
  });
});
