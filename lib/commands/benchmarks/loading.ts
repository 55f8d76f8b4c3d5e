import { join } from "node:path";
import { createSampleCorpus } from "lib/loaders/sample/sample_corpus.ts";
import { type Benchmark, type BenchmarkRow, compare } from "lib/commands/benchmarks/benchmark.ts";
import { LARGE_ROWS, writeLargeDataset } from "lib/commands/benchmarks/loading_steps.ts";
import { median, ownProgram } from "lib/commands/benchmarks/_program.ts";

/** The longest that generating the sample corpus may take on two cores. */
const CORPUS_LIMIT_MS = 1000;

/** A large data set, read and checked, against reading its bytes and polars alone. */
export const loading: Benchmark = {
  name: `loading ${LARGE_ROWS.toLocaleString("en-US")} rows against polars alone`,
  async run({ repetitions }) {
    const folder = await Deno.makeTempDir();
    try {
      const path = join(folder, "large.csv");
      await writeLargeDataset(path);
      const { rows, note } = await compare({
        ours: ownProgram("loading_steps.ts", "library", path),
        peer: ownProgram("loading_steps.ts", "polars", path),
      }, { repetitions });
      return {
        rows: [...rows, timeSampleCorpus(repetitions)],
        note: `${note}; the sample corpus' peer is its stated limit for two cores`,
      };
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
};

function timeSampleCorpus(repetitions: number): BenchmarkRow {
  const times = Array.from({ length: repetitions }, (_, seed) => {
    const start = performance.now();
    createSampleCorpus({ seed });
    return performance.now() - start;
  });
  const measure = "generating the sample corpus";
  return { measure, unit: "ms", ours: median(times), peer: CORPUS_LIMIT_MS };
}
