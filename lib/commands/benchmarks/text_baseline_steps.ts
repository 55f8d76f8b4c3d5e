import { join } from "node:path";
import process from "node:process";
import { fitTfidf } from "lib/encoders/text/tfidf.ts";
import { ridge } from "lib/heads/ridge.ts";
import { readDataset } from "lib/loaders/dataset/dataset.ts";
import { mse } from "lib/metrics/regression.ts";
import { targetMatrix } from "lib/targets.ts";
import type { SparseMatrix, Video } from "lib/types.ts";
import { type Measured, median } from "lib/commands/benchmarks/_program.ts";

/** Where scikit-learn's `Ridge` stops unless told otherwise, so that both sides do the same work. */
const SKLEARN_TOLERANCE = 1e-4;

/** Runs after the first one, which compiles and fills caches. */
const REPEATS = 4;

/**
 * The text baseline, timed step by step as `tests/peers/baseline_sklearn.py` times scikit-learn: the
 * first run of a process, and the median of those that follow.
 */
export async function timeTextBaseline(folder: string): Promise<Measured> {
  const first = await runOnce(folder);
  const again: Measured[] = [];
  for (let repeat = 0; repeat < REPEATS; repeat++) again.push(await runOnce(folder));
  const milliseconds: Record<string, number> = {};
  for (const [step, time] of Object.entries(first.milliseconds)) {
    milliseconds[`${step}, first`] = time;
    milliseconds[`${step}, again`] = median(again.map((run) => run.milliseconds[step]!));
  }
  return { milliseconds, results: first.results };
}

async function runOnce(folder: string): Promise<Measured> {
  const milliseconds: Record<string, number> = {};
  const timed = async <T>(step: string, work: () => Promise<T>): Promise<T> => {
    const start = performance.now();
    const result = await work();
    milliseconds[step] = performance.now() - start;
    return result;
  };
  const sides = await timed("reading", () => readSides(folder));
  const [train, ...others] = await timed("TF-IDF", () => encodeSides(sides));
  const head = await timed(
    "fit",
    () => ridge({ tolerance: SKLEARN_TOLERANCE }).fit(train!, targetMatrix(sides[0]!)),
  );
  const predicted = await timed("predict", () => Promise.all(others.map((x) => head.predict(x))));
  const errors = predicted.map(({ data }, i) => mse(data, targetMatrix(sides[i + 1]!).data));
  return { milliseconds, results: { "validation MSE": errors[0]!, "test MSE": errors[1]! } };
}

/** The training, validation and test side, read one after the other as the peer does. */
async function readSides(folder: string): Promise<Video[][]> {
  const sides: Video[][] = [];
  for (const side of ["train", "validation", "test"]) {
    sides.push(await readDataset(join(folder, `${side}_set.csv`)));
  }
  return sides;
}

function encodeSides(sides: readonly Video[][]): Promise<SparseMatrix[]> {
  const texts = sides.map((videos) => videos.map(({ transcript }) => transcript));
  const tfidf = fitTfidf(texts[0]!, { minDf: 2 });
  return Promise.all(texts.map((side) => tfidf.encode(side)));
}

if (import.meta.main) {
  process.stdout.write(`${JSON.stringify(await timeTextBaseline(Deno.args[0]!))}\n`);
}
