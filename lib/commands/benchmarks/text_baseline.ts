import { type Benchmark, compare } from "./benchmark.ts";
import { ownProgram, peerProgram, requireDataset } from "./_program.ts";

/** Reading, TF-IDF, fit and prediction of the text baseline against scikit-learn. */
export const textBaseline: Benchmark = {
  name: "text baseline against pandas and scikit-learn",
  async run({ repetitions, python, dataset }) {
    const data = requireDataset(dataset, "the text baseline");
    return await compare({
      ours: ownProgram("text_baseline_steps.ts", data),
      peer: peerProgram(python, "baseline_sklearn.py", data),
    }, { repetitions });
  },
};
