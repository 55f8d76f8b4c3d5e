import { fileURLToPath } from "node:url";
import { compare } from "./_compare.ts";
import type { Benchmark } from "./benchmark.ts";

/** Reading, TF-IDF, fit and prediction of the text baseline against scikit-learn. */
export const textBaseline: Benchmark = {
  name: "text baseline against pandas and scikit-learn",
  run: ({ repetitions, python, dataset }) =>
    Promise.try(() => {
      if (!dataset) {
        throw new Deno.errors.NotFound(
          "The text baseline's benchmark needs the real data set: point VIRANOVA_DATA at the " +
            "folder of train_set.csv, validation_set.csv and test_set.csv",
        );
      }
      const own = path("./text_baseline_steps.ts");
      const peer = path("../../../tests/peers/baseline_sklearn.py");
      return compare({
        ours: { command: Deno.execPath(), args: ["run", "-A", "--no-prompt", own, dataset] },
        peer: { command: python, args: [peer, dataset] },
      }, { repetitions });
    }),
};

function path(relative: string): string {
  return fileURLToPath(new URL(relative, import.meta.url));
}
