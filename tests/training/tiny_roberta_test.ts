import assert from "assert";
import type { Backend } from "lib/settings.ts";
import { findWebGpuAdapter } from "lib/training/_webgpu_adapter.ts";
import { runChild } from "./_child.ts";
import type { Run, TinyRoberta } from "./_tiny_roberta.ts";

const expected: TinyRoberta = JSON.parse(
  await Deno.readTextFile(new URL("../fixtures/tiny-roberta/expected.json", import.meta.url)),
);

const train = (backend: Backend) => runChild<Run>("_tiny_roberta_run.ts", { backend });

function assertLosses(actual: readonly number[], losses: readonly number[]): void {
  assert.equal(actual.length, losses.length);
  losses.forEach((loss, step) =>
    assert.ok(
      Math.abs(actual[step]! / loss - 1) < 1e-3,
      `step ${step + 1}: expected a loss of ${loss}, got ${actual[step]}`,
    )
  );
}

function assertClose(actual: readonly number[], values: readonly number[], tolerance: number) {
  assert.equal(actual.length, values.length);
  const worst = Math.max(...values.map((value, i) => Math.abs(value - actual[i]!)));
  assert.ok(worst < tolerance, `expected to be within ${tolerance}, the largest error is ${worst}`);
}

/** Of the native backend, against which PyTorch's numbers are checked; other backends follow it. */
const native = await train("native");

Deno.test("loadTokenizer() gives the token ids of the Python library, padding included", () => {
  assert.deepEqual(native.inputIds, expected.input_ids.flat());
});

Deno.test("forward() gives PyTorch's hidden states of texts of unequal length", () => {
  assertClose(native.lastHiddenState, expected.last_hidden_state.flat(2), 1e-4);
});

Deno.test("poolerOutput() gives PyTorch's pooler output", () => {
  assertClose(native.poolerOutput, expected.pooler_output.flat(), 1e-4);
});

Deno.test("lossAndGradients() gives PyTorch's gradient norm of every parameter", () => {
  const norms = expected.train.grad_norms_step_1;
  const own = Object.keys(native.gradientNorms).filter((name) => !name.startsWith("head."));
  assert.deepEqual(own.sort(), Object.keys(norms).sort());
  for (const [name, norm] of Object.entries(norms)) {
    const got = native.gradientNorms[name]!;
    // the gradient of a key's bias is 0 but for rounding: softmax ignores a constant
    assert.ok(Math.abs(got - norm) < 1e-4 * norm + 1e-6, `${name}: expected ${norm}, got ${got}`);
  }
});

Deno.test("adam() gives PyTorch's ten losses", () => {
  assertLosses(native.losses, expected.train.losses);
});

Deno.test("adam() leaves as many tensors after each step, and none after their disposal", () => {
  assert.deepEqual(new Set(native.tensors).size, 1, `tensors after each step: ${native.tensors}`);
  assert.equal(native.tensorsLeft, 0);
});

for (const backend of ["cpu", "wasm"] as const) {
  Deno.test(`loadTensorFlow() trains on ${backend} as on native`, async () => {
    const run = await train(backend);
    assert.equal(run.backend, backend);
    assertLosses(run.losses, native.losses);
    assertClose(run.lastHiddenState, native.lastHiddenState, 1e-4);
    assert.equal(run.tensorsLeft, 0);
  });
}

Deno.test({
  name:
    "loadTensorFlow() trains on webgpu as on native (ignored where no Vulkan driver is found, " +
    "a software one included)",
  ignore: await findWebGpuAdapter() === undefined,
  async fn() {
    const webgpu = await train("webgpu");
    assert.equal(webgpu.backend, "webgpu");
    assertLosses(webgpu.losses, native.losses);
    assertClose(webgpu.lastHiddenState, native.lastHiddenState, 1e-4);
  },
});
