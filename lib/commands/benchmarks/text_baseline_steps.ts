import { join } from "node:path";
import process from "node:process";
import { fitTfidf } from "lib/encoders/tfidf.ts";
import { ridge } from "lib/heads/ridge.ts";
import { readDataset } from "lib/loaders/dataset.ts";
import { mse } from "lib/metrics/regression.ts";
import { targetMatrix } from "lib/targets.ts";
import type { Measured } from "./_program.ts";

/** The text baseline, timed step by step as `tests/peers/baseline_sklearn.py` times scikit-learn. */
export async function timeTextBaseline(folder: string): Promise<Measured> {
  const milliseconds: Record<string, number> = {};
  const timed = async <T>(step: string, work: () => Promise<T>): Promise<T> => {
    const start = performance.now();
    const result = await work();
    milliseconds[step] = performance.now() - start;
    return result;
  };
  const [train, validation, test] = await timed("reading", () => readSides(folder));
  const [trainRows, ...otherRows] = await timed("TF-IDF", () => {
    const texts = [train, validation, test].map((videos) => videos.map((v) => v.transcript));
    const tfidf = fitTfidf(texts[0]!, { minDf: 2 });
    return Promise.all(texts.map((side) => tfidf.encode(side)));
  });
  const head = await timed("fit", () => ridge().fit(trainRows!, targetMatrix(train)));
  const predicted = await timed(
    "predict",
    () => Promise.all(otherRows.map((rows) => head.predict(rows))),
  );
  const errors = [validation, test].map((videos, i) =>
    mse(predicted[i]!.data, targetMatrix(videos).data)
  );
  return { milliseconds, results: { "validation MSE": errors[0]!, "test MSE": errors[1]! } };
}

async function readSides(folder: string) {
  const read = (side: string) => readDataset(join(folder, `${side}_set.csv`));
  return [await read("train"), await read("validation"), await read("test")] as const;
}

if (import.meta.main) {
  process.stdout.write(`${JSON.stringify(await timeTextBaseline(Deno.args[0]!))}\n`);
}
