import assert from "assert";
import { type Backend, settings } from "lib/settings.ts";
import { ensureNativeAddon } from "lib/training/addon/_native_addon.ts";
import { findWebGpuAdapter } from "lib/training/_webgpu_adapter.ts";
import { runChild } from "./_child.ts";
import type { Run, TinyRoberta } from "./_tiny_roberta.ts";

const expected: TinyRoberta = JSON.parse(
  await Deno.readTextFile(new URL("../fixtures/tiny-roberta/expected.json", import.meta.url)),
);

/** Where a backend is missing its test is ignored: Mesa's software Vulkan is enough for webgpu. */
const HERE: Readonly<Record<Backend, boolean>> = {
  native: (await ensureNativeAddon({ python: settings.python })).ready,
  webgpu: await findWebGpuAdapter() !== undefined,
  wasm: true,
  cpu: true,
};

function assertLosses(actual: readonly number[], losses: readonly number[]): void {
  assert.equal(actual.length, losses.length);
  losses.forEach((loss, step) =>
    assert.ok(
      Math.abs(actual[step]! / loss - 1) < 1e-3,
      `step ${step + 1}: expected a loss of ${loss}, got ${actual[step]}`,
    )
  );
}

function assertClose(actual: readonly number[], values: readonly number[]): void {
  assert.equal(actual.length, values.length);
  const worst = Math.max(...values.map((value, i) => Math.abs(value - actual[i]!)));
  assert.ok(worst < 1e-4, `the largest error is ${worst}`);
}

function assertNorms(actual: Record<string, number>, norms: Record<string, number>): void {
  const own = Object.keys(actual).filter((name) => !name.startsWith("head."));
  assert.deepEqual(own.sort(), Object.keys(norms).sort());
  for (const [name, norm] of Object.entries(norms)) {
    const got = actual[name]!;
    // the gradient of a key's bias is 0 but for rounding: softmax ignores a constant
    assert.ok(Math.abs(got - norm) < 1e-4 * norm + 1e-6, `${name}: expected ${norm}, got ${got}`);
  }
}

for (const backend of ["native", "webgpu", "wasm", "cpu"] as const) {
  Deno.test({
    name: `loadTensorFlow() computes as PyTorch does on ${backend} (ignored where it is missing)`,
    ignore: !HERE[backend],
    async fn(t) {
      const run = await runChild<Run>("_tiny_roberta_run.ts", { backend });
      assert.equal(run.backend, backend);

      await t.step("loadTokenizer() gives the token ids of the Python library", () => {
        assert.deepEqual(run.inputIds, expected.input_ids.flat());
      });

      await t.step("forward() gives the hidden states of texts of unequal length", () => {
        assertClose(run.lastHiddenState, expected.last_hidden_state.flat(2));
      });

      await t.step("poolerOutput() gives the pooler output", () => {
        assertClose(run.poolerOutput, expected.pooler_output.flat());
      });

      await t.step("lossAndGradients() gives the gradient norm of every parameter", () => {
        assertNorms(run.gradientNorms, expected.train.grad_norms_step_1);
      });

      await t.step("adam() gives the ten losses", () => {
        assertLosses(run.losses, expected.train.losses);
      });

      await t.step("adam() leaves as many tensors after each step, none once disposed", () => {
        assert.equal(new Set(run.tensors).size, 1, `tensors after each step: ${run.tensors}`);
        assert.equal(run.tensorsLeft, 0);
      });
    },
  });
}
