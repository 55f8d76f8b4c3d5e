import { type Benchmark, compare } from "./benchmark.ts";
import { ownProgram, peerProgram } from "./_program.ts";

/** Sampling with a key-value cache against transformers on PyTorch, by `generate()` and by hand. */
export const sampleGpt2: Benchmark = {
  name: "32 samples of 8 tokens after 300 from a GPT-2-small against transformers",
  run: ({ repetitions, python }) =>
    compare({
      ours: ownProgram("sample_gpt2_steps.ts"),
      peer: peerProgram(python, "sample_gpt2_torch.py"),
    }, { repetitions }),
};
