import assert from "assert";
import { type Kernel, kernelRidge, restoreKernelRidge } from "lib/heads/kernel_ridge.ts";
import { createGenerator } from "lib/random.ts";
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

Deno.test("kernelRidge() solves by conjugate gradients what it solves directly", async () => {
  const generator = createGenerator(1);
  const draw = (rows: number, columns: number) =>
    dense(Array.from({ length: rows }, () => Array.from({ length: columns }, generator.normal)));
  const [features, targets, items] = [draw(60, 5), draw(60, 2), draw(7, 5)];
  const direct = await kernelRidge({ kernel: rbf }).fit(features, targets);
  const stepwise = await kernelRidge({ kernel: rbf, tolerance: 1e-10 }).fit(features, targets);
  assertClose(rowsOf(await stepwise.predict(items)), rowsOf(await direct.predict(items)));
  assert.throws(() => kernelRidge({ kernel: rbf, tolerance: 0 }), { name: "RangeError" });
});

Deno.test("restoreKernelRidge() predicts as the fit that its weights come from", async () => {
  const features = dense([[0, 1], [1, 0], [2, 2]]);
  const fitted = await kernelRidge({ kernel: rbf }).fit(features, dense([[1], [2], [4]]));
  const restored = restoreKernelRidge(fitted.kept, { features, kernel: rbf });
  const items = dense([[0, 0], [5, 5]]);
  assert.deepEqual(await restored.predict(items), await fitted.predict(items));
  await assert.rejects(restored.predict(dense([[1]])), { name: "TypeError" });
});
