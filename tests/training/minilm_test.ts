import assert from "assert";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { settings } from "lib/settings.ts";
import { assertClose } from "./_arrays.ts";
import { runChild } from "./_child.ts";

/** `tests/fixtures/minilm.json`: what PyTorch 2.13 and transformers 5.24 give. */
interface MiniLM {
  inputIds: number[][];
  meanPooled: number[][];
  poolerOutput: number[][];
}

const folder = settings.models
  .map((models) => join(models, "sentence-transformers", "all-MiniLM-L6-v2"))
  .find((path) => existsSync(join(path, "model.safetensors")));

Deno.test({
  name: "forward() gives PyTorch's outputs of a pretrained model (ignored where no " +
    "sentence-transformers/all-MiniLM-L6-v2 lies in VIRANOVA_MODELS or data/models)",
  ignore: folder === undefined,
  async fn() {
    const expected: MiniLM = JSON.parse(
      await Deno.readTextFile(new URL("../fixtures/minilm.json", import.meta.url)),
    );
    const run = await runChild<Record<keyof MiniLM, number[]>>("_minilm_run.ts", {
      args: [folder!],
    });
    assert.deepEqual(run.inputIds, expected.inputIds.flat());
    assertClose(run.meanPooled, expected.meanPooled.flat(), 1e-4);
    assertClose(run.poolerOutput, expected.poolerOutput.flat(), 1e-4);
  },
});
