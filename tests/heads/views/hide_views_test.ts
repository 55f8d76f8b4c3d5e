import assert from "assert";
import { hideViews } from "lib/heads/views/hide_views.ts";
import { dense } from "../_matrices.ts";
import { viewsOf } from "./_views.ts";

const VIEWS = viewsOf({ words: dense([[1], [2]]), sound: dense([[3], [4]]) }, {
  present: { sound: [1, 0] },
  groups: ["a", "b"],
});

Deno.test("hideViews() takes a view from every item and leaves the rest as it was", () => {
  const hidden = hideViews(VIEWS, ["words"]);
  assert.deepEqual([...hidden.present.words!], [0, 0]);
  assert.deepEqual([...hidden.present.sound!], [1, 0]);
  assert.equal(hidden.views, VIEWS.views);
  assert.deepEqual(hidden.groups, ["a", "b"]);
  assert.deepEqual([...hideViews(VIEWS, ["sound"]).present.sound!], [0, 0]);
  assert.equal(VIEWS.present.words, undefined);
});

Deno.test("hideViews() names a view that is not there", () => {
  assert.throws(() => hideViews(VIEWS, ["words", "smell"]), {
    name: "RangeError",
    message: "Cannot hide a view: expected one of words, sound, got smell",
  });
});

Deno.test("hideViews() leaves the view to the items that keep it, if they have it", () => {
  const hidden = hideViews(VIEWS, ["words", "sound"], { except: [1] });
  assert.deepEqual([...hidden.present.words!], [0, 1]);
  assert.deepEqual([...hidden.present.sound!], [0, 0]);
});
