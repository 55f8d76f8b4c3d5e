import { fileURLToPath } from "node:url";
import { compare } from "./_compare.ts";
import type { Benchmark } from "./benchmark.ts";

/** Sampling with a key-value cache against transformers on PyTorch, by `generate()` and by hand. */
export const sampleGpt2: Benchmark = {
  name: "32 samples of 8 tokens after 300 from a GPT-2-small against transformers",
  run: ({ repetitions, python }) =>
    compare({
      ours: {
        command: Deno.execPath(),
        args: ["run", "-A", "--no-prompt", path("./sample_gpt2_steps.ts")],
      },
      peer: { command: python, args: [path("../../../tests/peers/sample_gpt2_torch.py")] },
    }, { repetitions }),
};

function path(relative: string): string {
  return fileURLToPath(new URL(relative, import.meta.url));
}
