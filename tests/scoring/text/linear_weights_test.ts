import assert from "assert";
import { ridge } from "lib/heads/ridge.ts";
import { linearHead, linearWeights } from "lib/scoring/text/linear_weights.ts";
import { assertClose, dense, rowsOf, sparse } from "../../heads/_matrices.ts";

Deno.test("linearHead() predicts as the ridge whose weights were read", async () => {
  const features = sparse([[1, 0, 2], [0, 3, 0], [0, 0, 1], [2, 1, 0]]);
  const head = await ridge({ alpha: 0.5 }).fit(features, dense([[1, 0], [2, 1], [3, 5], [0, 2]]));
  const items = sparse([[1, 1, 1], [0, 0, 0], [5, 0, -1]]);
  const restored = linearHead(await linearWeights(head, 3));
  assertClose(rowsOf(await restored.predict(items)), rowsOf(await head.predict(items)));
});

Deno.test("linearHead() refuses rows of another width", async () => {
  const weights = { weights: dense([[1], [2]]), intercepts: Float64Array.of(0) };
  await assert.rejects(linearHead(weights).predict(sparse([[1, 2, 3]])), {
    name: "TypeError",
    message: "Cannot predict: expected sparse rows of 2 columns, got sparse ones of 3",
  });
});
