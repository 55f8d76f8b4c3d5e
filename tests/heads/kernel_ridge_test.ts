import assert from "assert";
import { type Kernel, kernelRidge } from "lib/heads/kernel_ridge.ts";
import { assertClose, dense, rowsOf, sparse } from "./_matrices.ts";
import { assertAsRecorded } from "./_recorded.ts";

const rbf = { name: "rbf", gamma: 0.1 } as const;

Deno.test("kernelRidge() equals scikit-learn's KernelRidge to 1e-6", async () => {
  const asRecorded = (kernel: Kernel, alpha: number) =>
    kernelRidge({ kernel, alpha, centreTargets: false });
  await assertAsRecorded(asRecorded({ name: "linear" }, 1), "linear 1");
  await assertAsRecorded(asRecorded({ name: "cosine" }, 1), "cosine 1");
  await assertAsRecorded(asRecorded(rbf, 0.5), "rbf 0.1 0.5");
});

Deno.test("kernelRidge() adds the mean back to scikit-learn's fit of centred targets", () =>
  assertAsRecorded(kernelRidge({ kernel: rbf, alpha: 0.5 }), "rbf 0.1 0.5 centred"));

Deno.test("kernelRidge() predicts by hand for two rows", async () => {
  // K = I for far rows, so the dual is y / (1 + alpha); a training row gets half its target
  const kernel = { name: "rbf", gamma: 1 } as const;
  const rows = dense([[0], [100]]);
  const plain = await kernelRidge({ kernel, centreTargets: false }).fit(rows, dense([[4], [8]]));
  assertClose(rowsOf(await plain.predict(dense([[0], [100], [-50]]))), [[2], [4], [0]]);
  const centred = await kernelRidge({ kernel }).fit(rows, dense([[4], [8]]));
  assertClose(rowsOf(await centred.predict(dense([[0], [100], [-50]]))), [[5], [7], [6]]);
});

Deno.test("kernelRidge() says when features and kernel do not fit together", async () => {
  const fitted = await kernelRidge({ kernel: rbf }).fit(dense([[0], [1]]), dense([[4], [8]]));
  await assert.rejects(fitted.predict(sparse([[1]])), {
    name: "TypeError",
    message: "Cannot compare rows: expected dense features as in training, got sparse ones",
  });
  await assert.rejects(fitted.predict(dense([[1, 2]])), { name: "TypeError" });
});

Deno.test("kernelRidge() refuses settings that are not above 0", () => {
  assert.throws(() => kernelRidge({ kernel: rbf, alpha: 0 }), {
    name: "RangeError",
    message: "Cannot make kernel ridge: alpha expected a finite number above 0, got 0",
  });
  assert.throws(() => kernelRidge({ kernel: { name: "rbf", gamma: -1 } }), {
    name: "RangeError",
    message: "Cannot make kernel ridge: gamma expected a finite number above 0, got -1",
  });
});

Deno.test("kernelRidge() is named after its settings", () => {
  assert.equal(kernelRidge({ kernel: rbf }).name, "kernel ridge rbf gamma 0.1 alpha 1");
  assert.equal(
    kernelRidge({ kernel: { name: "linear" }, alpha: 2, centreTargets: false }).name,
    "kernel ridge linear alpha 2 not centred",
  );
});
