import assert from "assert";
import { averaged } from "lib/heads/views/averaged.ts";
import { hideViews } from "lib/heads/views/hide_views.ts";
import { ridge } from "lib/heads/ridge.ts";
import { assertClose, dense, rowsOf } from "../_matrices.ts";
import { viewsOf } from "./_views.ts";

// y = 8, 10, 12; on words 1, 2, 3 slope 4 / (2 + 2) = 1, on sound 30, 20, 10 slope -40 / (200 + 200)
const HEADS = { words: ridge({ alpha: 2 }), sound: ridge({ alpha: 200 }) };
const TRAINING = viewsOf({ words: dense([[1], [2], [3]]), sound: dense([[30], [20], [10]]) });
const TARGETS = dense([[8], [10], [12]]);

/** Items whose words say 15 and whose sound says 9. */
const items = (present: Record<string, readonly number[]>) =>
  viewsOf({ words: dense([[7], [7], [7], [7]]), sound: dense([[30], [30], [30], [30]]) }, {
    present,
  });
const SOME = items({ words: [1, 1, 0, 0], sound: [1, 0, 1, 0] });

Deno.test("averaged() averages the predictions for the views that an item has", async () => {
  const head = averaged(HEADS);
  assert.equal(head.name, "average of words ridge alpha 2, sound ridge alpha 200");
  const fitted = await head.fit(TRAINING, TARGETS);
  assertClose(rowsOf(await fitted.predict(SOME)), [[12], [15], [9], [10]]);
});

Deno.test("averaged() weighs the views relative to each other", async () => {
  const same: Record<string, number>[] = [{ words: 3, sound: 1 }, { words: 0.3, sound: 0.1 }, {
    words: 3,
  }];
  for (const weights of same) {
    const fitted = await averaged(HEADS, { weights }).fit(TRAINING, TARGETS);
    assertClose(rowsOf(await fitted.predict(SOME)), [[(3 * 15 + 9) / 4], [15], [9], [10]]);
  }
});

Deno.test("averaged() names its weights", () => {
  const head = averaged(HEADS, { weights: { sound: 2 } });
  assert.equal(head.name, "average of words ridge alpha 2, 2 × sound ridge alpha 200");
});

Deno.test("averaged() leaves out a view that no training item had", async () => {
  const fitted = await averaged(HEADS).fit(hideViews(TRAINING, ["sound"]), TARGETS);
  assertClose(rowsOf(await fitted.predict(SOME)), [[15], [15], [10], [10]]);
});

Deno.test("averaged() says what is wrong with its heads and weights", async () => {
  assert.throws(() => averaged({}), {
    name: "RangeError",
    message: "Cannot make an average: expected a head for at least one view, got none",
  });
  assert.throws(() => averaged(HEADS, { weights: { words: 0 } }), {
    name: "RangeError",
    message: "Cannot make an average: weight of words expected a finite number above 0, got 0",
  });
  assert.throws(() => averaged(HEADS, { weights: { smell: 1 } }), {
    name: "TypeError",
    message: 'Cannot make an average: expected a view "smell" among words, sound',
  });
  const { words } = TRAINING.views;
  await assert.rejects(averaged(HEADS).fit(viewsOf({ words: words! }), TARGETS), {
    message: /expected a view "sound" among words/,
  });
});
