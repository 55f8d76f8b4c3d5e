import assert from "assert";
import { hideViews } from "lib/heads/views/hide_views.ts";
import { kNearestNeighbours } from "lib/heads/k_nearest_neighbours.ts";
import { pooled } from "lib/heads/sequences/pooled.ts";
import { ridge } from "lib/heads/ridge.ts";
import { stacked } from "lib/heads/views/stacked.ts";
import { assertClose, dense, rowsOf } from "../_matrices.ts";
import {
  assertFusionAsRecorded,
  lacking,
  recorded,
  recordedViews,
  TRAINING_ROWS,
} from "./_recorded_fusion.ts";
import { viewsOf } from "./_views.ts";

const RECORDED_HEADS = {
  words: ridge({ alpha: 2 }),
  pictures: ridge({ alpha: 30 }),
  sound: pooled(ridge({ alpha: 0.001 })),
};
const RECORDED = stacked(RECORDED_HEADS, { folds: 3, seed: 5 });

Deno.test("stacked() equals scikit-learn's Ridge under SciPy's nnls", async () => {
  const { everyone } = recorded.stacked;
  await assertFusionAsRecorded(RECORDED, { views: recordedViews(), expected: everyone });
  await assertFusionAsRecorded(RECORDED, {
    views: recordedViews({ present: lacking }),
    expected: recorded.stacked.lacking,
  });
});

Deno.test("stacked() predicts an item that lacks a view as if no training item had it", async () => {
  const expected = recorded.stacked.withoutWords;
  const words = lacking.words.map((_, row) => row < TRAINING_ROWS ? 1 : 0);
  const views = recordedViews({ present: { words } });
  await assertFusionAsRecorded(RECORDED, { views, expected });
  const hidden = hideViews(recordedViews(), ["words"]);
  await assertFusionAsRecorded(RECORDED, { views: hidden, expected });
});

/** Four items for each of two channels; the score is 10 + 2 words + 3 sound. */
const ADDITIVE = viewsOf({
  words: dense([[-1], [1], [-1], [1], [-1], [1], [-1], [1]]),
  sound: dense([[-1], [-1], [1], [1], [-1], [-1], [1], [1]]),
}, { groups: [..."aaaabbbb"] });
const SCORES = dense([[5], [9], [11], [15], [5], [9], [11], [15]]);

Deno.test("stacked() adds up what views know, and undoes the heads' shrinking", async () => {
  // slopes on four items 2 · 4 / (4 + 4) = 1 and 1.5, so both weights are 2; on eight 4 / 3 and 2
  const head = stacked({ words: ridge({ alpha: 4 }), sound: ridge({ alpha: 4 }) });
  assert.equal(head.name, "stack of words ridge alpha 4, sound ridge alpha 4");
  const fitted = await head.fit(ADDITIVE, SCORES);
  const ones = dense([[1], [1], [1], [1]]);
  const items = viewsOf({ words: ones, sound: ones }, {
    present: { words: [1, 1, 0, 0], sound: [1, 0, 1, 0] },
  });
  const [ofWords, ofSound] = [2 * 4 / 3, 2 * 2];
  const expected = [[10 + ofWords + ofSound], [10 + ofWords], [10 + ofSound], [10]];
  assertClose(rowsOf(await fitted.predict(items)), expected);
});

Deno.test("stacked() trusts no head that merely knows its own groups", async () => {
  const channel = [0, 0, 1, 1, 2, 2, 3, 3];
  const words = dense(channel.map((number) => [number]));
  const scores = dense(channel.map((number) => [number % 2])); // each unlike its neighbours
  const head = stacked({ words: kNearestNeighbours({ k: 1 }) }, { folds: 8 });
  const predict = async (groups?: string[]) => {
    const views = viewsOf({ words }, { groups });
    return rowsOf(await (await head.fit(views, scores)).predict(views));
  };
  assertClose(await predict(channel.map(String)), channel.map(() => [0.5]));
  const alone = await predict();
  assert.ok(alone.every(([score], i) => Math.abs(score! - channel[i]! % 2) < 0.2), `${alone}`);
});

Deno.test("stacked() does not depend on the order of heads and views", async () => {
  const { words, pictures, sound } = RECORDED_HEADS;
  const reversed = stacked({ sound, pictures, words }, { folds: 3, seed: 5 });
  const { views, ...rest } = recordedViews();
  const turned = { ...rest, views: Object.fromEntries(Object.entries(views).toReversed()) };
  const expected = recorded.stacked.everyone;
  await assertFusionAsRecorded(reversed, { views: turned, expected });
});

Deno.test("stacked() gives no weight to a view of constants or of nobody", async () => {
  const { words, sound } = ADDITIVE.views;
  const heads = { words: ridge({ alpha: 4 }), sound: ridge({ alpha: 4 }) };
  const without = await (await stacked(heads).fit(ADDITIVE, SCORES)).predict(ADDITIVE);
  const constant = dense(Array.from({ length: 8 }, () => [0.1]));
  const trials: Record<string, number[]>[] = [{}, { title: [0, 0, 0, 0, 0, 0, 0, 0] }];
  for (const present of trials) {
    const groups = ADDITIVE.groups!;
    const views = viewsOf({ words: words!, title: constant, sound: sound! }, { present, groups });
    const fitted = await stacked({ ...heads, title: ridge() }).fit(views, SCORES);
    assertClose(rowsOf(await fitted.predict(views)), rowsOf(without));
  }
});

Deno.test("stacked() says what is wrong with its heads, folds and groups", async () => {
  assert.throws(() => stacked({}), { name: "RangeError", message: /Cannot make a stack/ });
  for (const folds of [1, 2.5]) {
    assert.throws(() => stacked({ words: ridge() }, { folds }), {
      name: "RangeError",
      message: `Cannot make a stack: folds expected an integer above 1, got ${folds}`,
    });
  }
  const one = { ...ADDITIVE, groups: [..."aaaaaaaa"] };
  await assert.rejects(stacked({ words: ridge() }).fit(one, SCORES), {
    name: "RangeError",
    message: "Cannot predict out of fold: expected rows of at least 2 groups, got 1",
  });
});
