import assert from "assert";
import { mean } from "lib/heads/mean.ts";
import { dense, rowsOf, sparse } from "./_matrices.ts";

Deno.test("mean() predicts each target's training mean whatever the features", async () => {
  const fitted = await mean().fit(
    sparse([[1, 0], [0, 2], [0, 0]]),
    dense([[0, 1], [3, 1], [6, 4]]),
  );
  assert.deepEqual(rowsOf(await fitted.predict(sparse([[9, 9], [0, 0]]))), [[3, 2], [3, 2]]);
});

Deno.test("mean() predicts no rows for no rows", async () => {
  const fitted = await mean().fit(dense([[1]]), dense([[0.5, 0.25]]));
  assert.deepEqual(await fitted.predict({ ...dense([]), columns: 1 }), {
    kind: "dense",
    rows: 0,
    columns: 2,
    data: new Float64Array(),
  });
});

Deno.test("mean() refuses to fit on rows that do not match", async () => {
  await assert.rejects(mean().fit(dense([[1], [2]]), dense([[1, 1]])), {
    name: "TypeError",
    message: "Cannot fit training mean: expected as many rows of targets as of features (2), got 1",
  });
  await assert.rejects(mean().fit(dense([]), dense([])), {
    name: "RangeError",
    message: "Cannot fit training mean: expected at least one row, got none",
  });
});

Deno.test("mean() names the value that is not finite", async () => {
  await assert.rejects(mean().fit(dense([[1, 2], [3, NaN]]), dense([[1, 1], [1, 1]])), {
    name: "TypeError",
    message:
      "Cannot fit training mean: features expected finite numbers, got NaN in row 1, column 1",
  });
  const rows = sparse([[0, 0, 1], [0, 0, 0], [0, Infinity, 1]]);
  await assert.rejects(mean().fit(rows, dense([[1], [1], [1]])), {
    message:
      "Cannot fit training mean: features expected finite numbers, got Infinity in row 2, column 1",
  });
  await assert.rejects(mean().fit(dense([[1]]), dense([[-Infinity]])), {
    message:
      "Cannot fit training mean: targets expected finite numbers, got -Infinity in row 0, column 0",
  });
});

Deno.test("mean() refuses to predict from other columns than it was fitted on", async () => {
  const fitted = await mean().fit(dense([[1, 2]]), dense([[1, 1]]));
  await assert.rejects(fitted.predict(dense([[1, 2, 3]])), {
    name: "TypeError",
    message: "Cannot predict with training mean: expected 2 columns as in training, got 3",
  });
  await assert.rejects(fitted.predict(dense([[1, NaN]])), {
    name: "TypeError",
    message:
      "Cannot predict with training mean: features expected finite numbers, got NaN in row 0, column 1",
  });
});
