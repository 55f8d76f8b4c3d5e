import assert from "assert";
import { type Backend, settings } from "lib/settings.ts";
import { ensureNativeAddon } from "lib/training/addon/_native_addon.ts";
import { findWebGpuAdapter } from "lib/training/_webgpu_adapter.ts";
import { assertClose } from "./_arrays.ts";
import { runChild } from "./_child.ts";
import type { Gpt2Run, TinyGpt2 } from "./_tiny_gpt2.ts";

const expected: TinyGpt2 = JSON.parse(
  await Deno.readTextFile(new URL("../fixtures/tiny-gpt2/expected.json", import.meta.url)),
);

/**
 * Where a backend is missing its test is ignored: Mesa's software Vulkan is enough for webgpu, but
 * too slow for ten steps.
 */
const BACKENDS: readonly { backend: Backend; here: boolean; steps: number }[] = [
  {
    backend: "native",
    here: (await ensureNativeAddon({ python: settings.python })).ready,
    steps: 10,
  },
  { backend: "webgpu", here: await findWebGpuAdapter() !== undefined, steps: 2 },
  { backend: "wasm", here: true, steps: 10 },
];

for (const { backend, here, steps } of BACKENDS) {
  Deno.test({
    name: `GPT-2 computes as PyTorch does on ${backend} (ignored where it is missing)`,
    ignore: !here,
    async fn(t) {
      const run = await runChild<Gpt2Run>("_tiny_gpt2_run.ts", { backend, args: [`${steps}`] });
      assert.equal(run.backend, backend);

      await t.step(
        "gpt2Forward() and gpt2Logits() score what follows texts of unequal length",
        () => {
          assertClose(run.lastTokenLogits.flat(), expected.last_token_logits.flat(), 1e-4);
        },
      );

      await t.step("startDecoding() scores the same", () => {
        assertClose(run.cachedLogits.flat(), expected.last_token_logits.flat(), 1e-4);
      });

      await t.step("decodeNext() continues greedily token for token", () => {
        assert.deepEqual(run.greedyIds, expected.greedy_ids);
      });

      await t.step("nextTokenLoss() gives the losses of adam()", () => {
        run.losses.forEach((loss, step) => {
          const reference = expected.train.losses[step]!;
          assert.ok(
            Math.abs(loss / reference - 1) < 1e-3,
            `step ${step + 1}: expected a loss of ${reference}, got ${loss}`,
          );
        });
        assert.equal(run.losses.length, steps);
      });

      await t.step("a step leaves as many tensors as the one before, none once disposed", () => {
        assert.equal(new Set(run.tensors).size, 1, `tensors after each step: ${run.tensors}`);
        assert.equal(run.tensorsLeft, 0);
      });
    },
  });
}
