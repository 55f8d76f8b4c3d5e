import assert from "assert";
import { kernelRidge } from "lib/heads/kernel_ridge.ts";
import { pooled } from "lib/heads/sequences/pooled.ts";
import { ridge } from "lib/heads/ridge.ts";
import { assertClose, dense, rowsOf } from "../_matrices.ts";
import { sequences } from "./_sequences.ts";

const TARGETS = dense([[8], [10], [12]]);

Deno.test("pooled() fits a head on the sequences' means", async () => {
  // means 1, 2, 3: as in the test of ridge(), slope 4 / (2 + alpha) = 1
  const head = pooled(ridge({ alpha: 2 }), { statistics: ["mean"] });
  const fitted = await head.fit(sequences([[[1]], [[1], [3]], [[2], [3], [4]]]), TARGETS);
  assertClose(rowsOf(await fitted.predict(sequences([[[6], [8]]]))), [[11 + 4]]);
});

Deno.test("pooled() fits a head on the sequences' deviations", async () => {
  const fitted = await pooled(ridge({ alpha: 2 })).fit(
    sequences([[[-1], [1]], [[-2], [2]], [[-3], [3]]]), // mean 0, deviations 1, 2, 3
    TARGETS,
  );
  assertClose(rowsOf(await fitted.predict(sequences([[[-7], [7]]]))), [[15]]);
});

Deno.test("pooled() takes a kernel head, and names both", async () => {
  const head = pooled(kernelRidge({ kernel: { name: "rbf", gamma: 1 }, alpha: 1 }));
  assert.equal(head.name, "mean and std pooled kernel ridge rbf gamma 1 alpha 1");
  const fitted = await head.fit(sequences([[[0]], [[100]]]), dense([[0], [4]]));
  // far from the other row: the mean 2 and half of the deviation, 1 / (1 + alpha)
  assertClose(rowsOf(await fitted.predict(sequences([[[0], [0], [0]]]))), [[1]]);
});

Deno.test("pooled() says what is wrong with sequences", async () => {
  const head = pooled(ridge());
  const { name } = head;
  const good = sequences([[[1]], [[2]]]);
  const targets = dense([[1], [2]]);
  await assert.rejects(head.fit(good, TARGETS), {
    name: "TypeError",
    message: `Cannot fit ${name}: expected as many rows of targets as of features (2), got 3`,
  });
  await assert.rejects(head.fit({ ...good, items: [dense([[1]]), dense([])] }, targets), {
    message: /sequence 1/,
  });
  const empty = { kind: "dense", rows: 0, columns: 1, data: new Float32Array() } as const;
  await assert.rejects(head.fit({ ...good, items: [empty, dense([[1]])] }, targets), {
    name: "RangeError",
    message: `Cannot use sequence 0 with ${name}: expected a row, got none`,
  });
  await assert.rejects(head.fit(sequences([[[1]], [[NaN]]]), targets), {
    name: "TypeError",
    message: /sequence 1: features expected finite numbers, got NaN in row 0, column 0/,
  });
  const fitted = await head.fit(good, targets);
  await assert.rejects(fitted.predict(sequences([[[1, 2]]])), {
    name: "TypeError",
    message: /sequence 0: expected 1 columns as in training, got 2/,
  });
});
