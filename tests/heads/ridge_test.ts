import assert from "assert";
import fc from "fast-check";
import { restoreRidge, ridge } from "lib/heads/ridge.ts";
import { assertClose, dense, rowsOf, sparse } from "./_matrices.ts";
import { assertAsRecorded } from "./_recorded.ts";

Deno.test("ridge() equals scikit-learn's Ridge to 1e-6", async () => {
  await assertAsRecorded(ridge(), "ridge 1");
  await assertAsRecorded(ridge({ alpha: 0.01 }), "ridge 0.01");
});

Deno.test("ridge() shrinks the slope and leaves the intercept alone", async () => {
  // x = 1, 2, 3 and y = 8, 10, 12: slope 4 / (2 + alpha) = 1, and 10 at the mean of x
  for (const make of [dense, sparse]) {
    const fitted = await ridge({ alpha: 2 }).fit(make([[1], [2], [3]]), dense([[8], [10], [12]]));
    assertClose(rowsOf(await fitted.predict(make([[0], [2], [7]]))), [[8], [10], [15]]);
  }
});

Deno.test("ridge() predicts a constant target exactly", async () => {
  for (const make of [dense, sparse]) {
    const fitted = await ridge().fit(make([[0, 1], [2, 0], [0, 0]]), dense([[0.5], [0.5], [0.5]]));
    assert.deepEqual(rowsOf(await fitted.predict(make([[7, 7]]))), [[0.5]]);
  }
});

Deno.test("ridge() learns the target itself from a single row", async () => {
  for (const make of [dense, sparse]) {
    const fitted = await ridge().fit(make([[3, 0]]), dense([[0.2, 0.9]]));
    assertClose(rowsOf(await fitted.predict(make([[1, 5]]))), [[0.2, 0.9]]);
  }
});

Deno.test("ridge() says the same of dense and sparse rows", async () => {
  const cell = fc.oneof(fc.constant(0), fc.double({ min: -2, max: 2, noNaN: true }));
  const rows = (columns: number) =>
    fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), {
      minLength: 2,
      maxLength: 9,
    });
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 9 }).chain(rows), async (features) => {
      const targets = dense(features.map((row, i) => [i % 3, row[0]! * 2]));
      const ofDense = await ridge().fit(dense(features), targets);
      const ofSparse = await ridge().fit(sparse(features), targets);
      assertClose(
        rowsOf(await ofSparse.predict(sparse(features))),
        rowsOf(await ofDense.predict(dense(features))),
      );
    }),
  );
});

Deno.test("ridge() takes dense rows of 32-bit numbers", async () => {
  const features = { ...dense([[1], [2], [3]]), data: Float32Array.of(1, 2, 3) };
  const fitted = await ridge({ alpha: 2 }).fit(features, dense([[8], [10], [12]]));
  assertClose(rowsOf(await fitted.predict(features)), [[9], [10], [11]]);
});

Deno.test("ridge() predicts from sparse rows what it learned from dense ones", async () => {
  const fitted = await ridge({ alpha: 2 }).fit(dense([[1], [2], [3]]), dense([[8], [10], [12]]));
  assertClose(rowsOf(await fitted.predict(sparse([[0], [7]]))), [[8], [15]]);
});

Deno.test("ridge() refuses an alpha that is not above 0", () => {
  for (const alpha of [0, -1, NaN, Infinity]) {
    assert.throws(() => ridge({ alpha }), {
      name: "RangeError",
      message: `Cannot make ridge: alpha expected a finite number above 0, got ${alpha}`,
    });
  }
});

Deno.test("ridge() stops early on sparse rows at a coarse tolerance", async () => {
  const rows = sparse([[1, 0, 3], [0, 2, 1], [5, 0, 0], [0, 0, 2], [1, 1, 1]]);
  const targets = dense([[1], [5], [2], [4], [9]]);
  const predict = async (tolerance?: number) =>
    rowsOf(await (await ridge({ alpha: 0.1, tolerance }).fit(rows, targets)).predict(rows)).flat();
  const [coarse, exact] = [await predict(0.9), await predict()];
  const largest = Math.max(...exact.map((value, i) => Math.abs(value - coarse[i]!)));
  assert.ok(largest > 0.1 && largest < 3, `${largest}`);
  assert.throws(() => ridge({ tolerance: 0 }), {
    name: "RangeError",
    message: /tolerance expected/,
  });
});

Deno.test("ridge() says when alpha is too small to solve with", async () => {
  const same = dense([[1, 1], [-1, -1], [1, 1], [-1, -1]]);
  await assert.rejects(ridge({ alpha: 1e-30 }).fit(same, dense([[1], [2], [3], [4]])), {
    name: "RangeError",
    message: /alpha 1e-30 is too small/,
  });
});

Deno.test("ridge() leaves nothing behind in the head", async () => {
  const head = ridge({ alpha: 2 });
  const first = await head.fit(dense([[1], [2], [3]]), dense([[8], [10], [12]]));
  await head.fit(dense([[1], [2]]), dense([[0], [0]]));
  assertClose(rowsOf(await first.predict(dense([[7]]))), [[15]]);
});

Deno.test("ridge() keeps the slope and the intercept", async () => {
  // x = 1, 2, 3 and y = 8, 10, 12: slope 4 / (2 + alpha) = 1, and 10 at the mean of x
  for (const make of [dense, sparse]) {
    const { kept } = await ridge({ alpha: 2 }).fit(make([[1], [2], [3]]), dense([[8], [10], [12]]));
    assertClose(rowsOf(kept.weights), [[1]]);
    assertClose([[...kept.intercepts]], [[8]]);
  }
});

Deno.test("restoreRidge() predicts as the fit that its weights come from", async () => {
  const targets = dense([[1, 0], [2, 1], [3, 5], [0, 2]]);
  for (const make of [dense, sparse]) {
    const features = make([[1, 0, 2], [0, 3, 0], [0, 0, 1], [2, 1, 0]]);
    const fitted = await ridge({ alpha: 0.5 }).fit(features, targets);
    const restored = restoreRidge(fitted.kept);
    for (const items of [sparse, dense].map((as) => as([[1, 1, 1], [0, 0, 0], [5, 0, -1]]))) {
      assert.deepEqual(await restored.predict(items), await fitted.predict(items));
    }
  }
});

Deno.test("restoreRidge() refuses rows of another width", async () => {
  const head = restoreRidge({ weights: dense([[1], [2]]), intercepts: Float64Array.of(0) });
  await assert.rejects(head.predict(sparse([[1, 2, 3]])), {
    name: "TypeError",
    message: "Cannot predict with ridge: expected 2 columns as in training, got 3",
  });
});
