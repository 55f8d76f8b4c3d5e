import assert from "assert";
import { paddedReduction, padSequences } from "lib/heads/sequences/padded_reduction.ts";
import { ridge } from "lib/heads/ridge.ts";
import { assertClose, dense, rowsOf } from "../_matrices.ts";
import { sequences } from "./_sequences.ts";

Deno.test("padSequences() cuts long sequences and fills short ones with zeros", () => {
  const items = sequences([[[1, 2]], [[3, 4], [5, 6], [7, 8]]]);
  assert.deepEqual(rowsOf(padSequences(items, 2)), [[1, 2, 0, 0], [3, 4, 5, 6]]);
});

Deno.test("paddedReduction() equals the head itself when all components are kept", async () => {
  const items = [[[1], [5]], [[2], [0]], [[4]], [[0], [2], [9]]];
  const padded = dense([[1, 5], [2, 0], [4, 0], [0, 2]]);
  const targets = dense([[1], [2], [0], [4]]);
  const whole = await ridge().fit(padded, targets);
  const reduced = await paddedReduction(ridge(), { frames: 2 }).fit(sequences(items), targets);
  const unseen = [[[3], [3]], [[7]]];
  assertClose(
    rowsOf(await reduced.predict(sequences(unseen))),
    rowsOf(await whole.predict(dense([[3, 3], [7, 0]]))),
  );
});

Deno.test("paddedReduction() sees the direction of largest variance alone with one component", async () => {
  // first rows -20, 20, -20, 20; second rows -1, -1, 1, 1, which decide the target
  const items = sequences([[[-20], [-1]], [[20], [-1]], [[-20], [1]], [[20], [1]]]);
  const targets = dense([[0], [0], [1], [1]]);
  const predict = async (components: number) => {
    const head = paddedReduction(ridge({ alpha: 1e-6 }), { frames: 2, components });
    return rowsOf(await (await head.fit(items, targets)).predict(items));
  };
  assertClose(await predict(1), [[0.5], [0.5], [0.5], [0.5]]);
  assertClose(await predict(2), [[0], [0], [1], [1]]);
});

Deno.test("paddedReduction() sees when something happens", async () => {
  const items = sequences([[[1], [0]], [[0], [1]], [[1], [0]], [[0], [1]]]);
  const targets = dense([[0], [1], [0], [1]]);
  const head = paddedReduction(ridge({ alpha: 1e-6 }), { frames: 2 });
  assertClose(rowsOf(await (await head.fit(items, targets)).predict(items)), [[0], [1], [0], [1]]);
});

Deno.test("paddedReduction() predicts the mean from sequences that are all alike", async () => {
  const items = sequences([[[1]], [[1]]]);
  const fitted = await paddedReduction(ridge(), { frames: 3 }).fit(items, dense([[1], [2]]));
  assertClose(rowsOf(await fitted.predict(sequences([[[1]], [[9]]]))), [[1.5], [1.5]]);
});

Deno.test("paddedReduction() refuses sizes that are not positive whole numbers", () => {
  assert.throws(() => paddedReduction(ridge(), { frames: 0 }), { name: "RangeError" });
  assert.throws(() => paddedReduction(ridge(), { frames: 2, components: 1.5 }), {
    name: "RangeError",
    message: /components expected a whole number above 0, got 1.5/,
  });
});
