import assert from "assert";
import { kNearestNeighbours } from "lib/heads/k_nearest_neighbours.ts";
import { assertClose, dense, rowsOf, sparse } from "./_matrices.ts";
import { assertAsRecorded } from "./_recorded.ts";

Deno.test("kNearestNeighbours() equals scikit-learn's KNeighborsRegressor", async () => {
  await assertAsRecorded(kNearestNeighbours({ k: 4 }), "distance 4");
  await assertAsRecorded(kNearestNeighbours({ k: 3, weights: "uniform" }), "uniform 3");
});

Deno.test("kNearestNeighbours() weighs by one over the distance", async () => {
  // from 1: rows at distance 1 and 2 weigh 1 and 1/2, so (6 * 1 + 12 * 1/2) / (3/2) = 8
  const fitted = await kNearestNeighbours({ k: 2 }).fit(
    dense([[0], [3], [90]]),
    dense([[6], [12], [99]]),
  );
  assertClose(rowsOf(await fitted.predict(dense([[1]]))), [[8]]);
});

Deno.test("kNearestNeighbours() averages only equal rows where there are any", async () => {
  for (const make of [dense, sparse]) {
    const fitted = await kNearestNeighbours({ k: 3 }).fit(
      make([[0.1, 0.7, 0], [0.1, 0.7, 0], [0.1, 0.7, 0.01]]),
      dense([[1], [3], [100]]),
    );
    assert.deepEqual(rowsOf(await fitted.predict(make([[0.1, 0.7, 0]]))), [[2]]);
  }
});

Deno.test("kNearestNeighbours() prefers the earlier of equally distant rows", async () => {
  const fitted = await kNearestNeighbours({ k: 1 }).fit(
    dense([[5], [1], [3]]),
    dense([[9], [7], [8]]),
  );
  assert.deepEqual(rowsOf(await fitted.predict(dense([[4], [2]]))), [[9], [7]]);
});

Deno.test("kNearestNeighbours() refuses a k it cannot serve", async () => {
  for (const k of [0, 1.5, NaN]) {
    assert.throws(() => kNearestNeighbours({ k }), {
      name: "RangeError",
      message: `Cannot make k nearest neighbours: k expected an integer above 0, got ${k}`,
    });
  }
  await assert.rejects(kNearestNeighbours({ k: 3 }).fit(dense([[1], [2]]), dense([[1], [2]])), {
    name: "RangeError",
    message: "Cannot fit 3 nearest neighbours distance: expected 3 rows, got 2",
  });
});
