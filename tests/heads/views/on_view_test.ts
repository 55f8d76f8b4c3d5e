import assert from "assert";
import { mean } from "lib/heads/mean.ts";
import { onView } from "lib/heads/views/on_view.ts";
import { pooled } from "lib/heads/sequences/pooled.ts";
import { ridge } from "lib/heads/ridge.ts";
import { standardised } from "lib/heads/standardised.ts";
import { assertClose, dense, rowsOf, sparse } from "../_matrices.ts";
import { sequences } from "../sequences/_sequences.ts";
import { viewsOf } from "./_views.ts";

// x = 1, 2, 3 and y = 8, 10, 12: as in the test of ridge(), slope 4 / (2 + alpha) = 1
const HEAD = ridge({ alpha: 2 });
const WORDS = sparse([[1], [2], [3]]);
const TARGETS = dense([[8], [10], [12]]);

Deno.test("onView() fits a head on one view, blind to the others", async () => {
  const head = onView("words", HEAD);
  assert.equal(head.name, "words ridge alpha 2");
  const views = viewsOf({ words: WORDS, sound: dense([[NaN], [NaN], [NaN]]) });
  const fitted = await head.fit(views, TARGETS);
  const items = viewsOf({ words: sparse([[7]]), sound: dense([[NaN]]) });
  assertClose(rowsOf(await fitted.predict(items)), [[15]]);
});

Deno.test("onView() takes a head for sequences", async () => {
  const head = onView("sound", pooled(HEAD, { statistics: ["mean"] }));
  const fitted = await head.fit(viewsOf({ sound: sequences([[[1]], [[2]], [[3]]]) }), TARGETS);
  assertClose(rowsOf(await fitted.predict(viewsOf({ sound: sequences([[[6], [8]]]) }))), [[15]]);
});

Deno.test("onView() fits on items that have the view, and gives the others the mean of all", async () => {
  const words = dense([[1], [NaN], [2], [3]]); // the second row means nothing
  const views = viewsOf({ words }, { present: { words: [1, 0, 1, 1] } });
  const fitted = await onView("words", HEAD).fit(views, dense([[8], [50], [10], [12]]));
  const items = viewsOf({ words: dense([[NaN], [7]]) }, { present: { words: [0, 1] } });
  assertClose(rowsOf(await fitted.predict(items)), [[20], [15]]);
});

Deno.test("onView() predicts the training mean where no training item had the view", async () => {
  const views = viewsOf({ words: WORDS }, { present: { words: [0, 0, 0] } });
  const fitted = await onView("words", HEAD).fit(views, TARGETS);
  assert.deepEqual(rowsOf(await fitted.predict(viewsOf({ words: sparse([[7], [8]]) }))), [[10], [
    10,
  ]]);
});

Deno.test("onView() names a view that is missing or unknown", async () => {
  const head = onView("sound", HEAD);
  await assert.rejects(head.fit(viewsOf({ words: WORDS, pictures: WORDS }), TARGETS), {
    name: "TypeError",
    message: 'Cannot fit sound ridge alpha 2: expected a view "sound" among words, pictures',
  });
  const fitted = await onView("words", HEAD).fit(viewsOf({ words: WORDS }), TARGETS);
  await assert.rejects(fitted.predict(viewsOf({ sound: WORDS })), {
    message: 'Cannot predict with words ridge alpha 2: expected a view "words" among sound',
  });
  await assert.rejects(fitted.predict(viewsOf({ words: WORDS, sound: WORDS })), {
    message: 'Cannot predict with words ridge alpha 2: expected a view "sound" among words',
  });
});

Deno.test("onView() says which view is of another shape than in training", async () => {
  const fitted = await onView("words", HEAD).fit(viewsOf({ words: WORDS }), TARGETS);
  await assert.rejects(fitted.predict(viewsOf({ words: sparse([[1, 2]]) })), {
    name: "TypeError",
    message: "Cannot predict with words ridge alpha 2: expected view words to be sparse with " +
      "1 columns as in training, got sparse with 2",
  });
  await assert.rejects(fitted.predict(viewsOf({ words: dense([[1]]) })), {
    message: /expected view words to be sparse with 1 columns as in training, got dense with 1/,
  });
});

Deno.test("onView() says which part of the views has another number of rows", async () => {
  const head = onView("words", HEAD);
  const good = viewsOf({ words: WORDS });
  const message = (part: string, got: number) =>
    `Cannot fit words ridge alpha 2: expected 3 rows of ${part}, got ${got}`;
  const short = { ...good, views: { words: WORDS, sound: dense([[1]]) } };
  await assert.rejects(head.fit(short, TARGETS), { message: message("view sound", 1) });
  const masked = viewsOf({ words: WORDS }, { present: { words: [1, 0] } });
  await assert.rejects(head.fit(masked, TARGETS), { message: message("presence of words", 2) });
  const grouped = viewsOf({ words: WORDS }, { groups: ["a"] });
  await assert.rejects(head.fit(grouped, TARGETS), { message: message("groups", 1) });
  const unknown = viewsOf({ words: WORDS }, { present: { smell: [1, 1, 1] } });
  await assert.rejects(head.fit(unknown, TARGETS), { message: /a view "smell" among words/ });
  await assert.rejects(head.fit(good, dense([[1]])), {
    message: /expected as many rows of targets as of features \(3\), got 1/,
  });
  const none = { ...good, rows: 0, views: {} };
  await assert.rejects(head.fit(none, dense([])), { name: "RangeError" });
});

Deno.test("onView() says when a head is not made for what the view holds", async () => {
  const sound = sequences([[[1]], [[2]], [[3]]]);
  for (const head of [HEAD, mean()]) {
    await assert.rejects(onView("sound", head).fit(viewsOf({ sound }), TARGETS), {
      name: "TypeError",
      message: `Cannot fit ${head.name}: expected dense or sparse features, got sequences`,
    });
  }
  await assert.rejects(onView("words", pooled(HEAD)).fit(viewsOf({ words: WORDS }), TARGETS), {
    message: /expected sequences features, got sparse/,
  });
  const scaled = onView("words", standardised(HEAD));
  await assert.rejects(scaled.fit(viewsOf({ words: WORDS }), TARGETS), {
    message: /Cannot fit standardised ridge alpha 2: expected dense features, got sparse/,
  });
});
