import assert from "assert";
import fc from "fast-check";
import { ridge } from "lib/heads/ridge.ts";
import { standardised } from "lib/heads/standardised.ts";
import { assertClose, dense, rowsOf } from "./_matrices.ts";

Deno.test("standardised() scales by the training rows' mean and deviation", async () => {
  // x = 0, 20 becomes -1, 1; slope 2 · 2 / (2 + 2) = 1 around the targets' mean 4
  const fitted = await standardised(ridge({ alpha: 2 })).fit(dense([[0], [20]]), dense([[2], [6]]));
  assertClose(rowsOf(await fitted.predict(dense([[10], [20], [40]]))), [[4], [5], [7]]);
});

Deno.test("standardised() takes no notice of a column that is constant in training", async () => {
  const rows = dense([[0, 0.1], [20, 0.1]]);
  const fitted = await standardised(ridge({ alpha: 2 })).fit(rows, dense([[2], [6]]));
  assertClose(rowsOf(await fitted.predict(dense([[20, 99]]))), [[5]]);
  // the mean of three rows of 0.1 is not 0.1 in 64-bit numbers
  const three = dense([[0, 0.1], [20, 0.1], [10, 0.1]]);
  const other = await standardised(ridge({ alpha: 3 })).fit(three, dense([[2], [6], [4]]));
  assertClose(rowsOf(await other.predict(dense([[20, 99]]))), [[5]]);
});

Deno.test("standardised() predicts the same whatever units a column has", async () => {
  const value = fc.integer({ min: -9, max: 9 });
  await fc.assert(fc.asyncProperty(
    fc.array(fc.tuple(value, value), { minLength: 3, maxLength: 8 }),
    fc.constantFrom(0.01, 3, 1000),
    async (rows, factor) => {
      const targets = dense(rows.map(([first], i) => [first + i]));
      const predict = async (scaled: readonly (readonly number[])[]) => {
        const features = dense(scaled);
        return rowsOf(
          await (await standardised(ridge()).fit(features, targets)).predict(features),
        );
      };
      assertClose(await predict(rows.map(([a, b]) => [a * factor + 5, b])), await predict(rows));
    },
  ));
});

Deno.test("standardised() names the head and refuses other columns", async () => {
  const head = standardised(ridge());
  assert.equal(head.name, "standardised ridge alpha 1");
  const fitted = await head.fit(dense([[1], [2]]), dense([[1], [2]]));
  await assert.rejects(fitted.predict(dense([[1, 2]])), {
    name: "TypeError",
    message:
      "Cannot predict with standardised ridge alpha 1: expected 1 columns as in training, got 2",
  });
});
