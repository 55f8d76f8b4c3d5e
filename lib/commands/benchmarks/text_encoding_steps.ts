import { join } from "node:path";
import process from "node:process";
import { encodeCached } from "lib/encoders/text/encode_cached.ts";
import { openTextEncoder, type TextEncoder } from "lib/encoders/text/text_encoder.ts";
import { kernelRidge } from "lib/heads/kernel_ridge.ts";
import { readDataset } from "lib/loaders/dataset/dataset.ts";
import { findModel } from "lib/loaders/models/find_model.ts";
import { mse } from "lib/metrics/regression.ts";
import { settings } from "lib/settings.ts";
import { targetMatrix } from "lib/targets.ts";
import type { DenseMatrix, Video } from "lib/types.ts";
import { TEXT_MODEL, TEXT_NEEDS } from "lib/commands/benchmarks/python_peers.ts";
import { type Measured, median } from "lib/commands/benchmarks/_program.ts";

const [TIMED_ROWS, REPEATS] = [256, 3];

/** Something of the training and of the validation side. */
interface Sides<T> {
  readonly train: T;
  readonly validation: T;
}

/**
 * Encodes transcripts in f32 and int8 by turns, timed as `tests/peers/encode_text_torch.py` times
 * PyTorch, and says what int8 costs: the cosine to f32, and the validation error of kernel ridge.
 */
export async function timeTextEncoding(folder: string): Promise<Measured> {
  const [train, validation] = [
    await readDataset(join(folder, "train_set.csv")),
    await readDataset(join(folder, "validation_set.csv")),
  ];
  const model = await findModel(TEXT_MODEL, settings, { needs: TEXT_NEEDS });
  const f32 = await openTextEncoder(model, { precision: "f32" });
  const int8 = await openTextEncoder(model, { precision: "int8" });
  const texts = train.slice(0, TIMED_ROWS).map(({ transcript }) => transcript);
  const milliseconds = await timeByTurns({ f32, int8 }, texts);
  const exact = await encodeSides(f32, { train, validation });
  const rounded = await encodeSides(int8, { train, validation });
  return {
    milliseconds,
    results: {
      "validation MSE, f32": await validationError(exact, { train, validation }),
      "validation MSE, int8": await validationError(rounded, { train, validation }),
      "cosine of int8 to f32": meanCosine(exact.validation, rounded.validation),
    },
  };
}

async function timeByTurns(
  encoders: Readonly<Record<string, TextEncoder>>,
  texts: readonly string[],
): Promise<Record<string, number>> {
  const times: Record<string, number[]> = {};
  for (const encoder of Object.values(encoders)) await encoder.encode(texts.slice(0, 32));
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    for (const [name, encoder] of Object.entries(encoders)) {
      const start = performance.now();
      await encoder.encode(texts);
      (times[name] ??= []).push(performance.now() - start);
    }
  }
  return Object.fromEntries(Object.entries(times).map(([name, all]) => [name, median(all)]));
}

async function encodeSides(
  encoder: TextEncoder,
  sides: Sides<readonly Video[]>,
): Promise<Sides<DenseMatrix>> {
  const encode = (videos: readonly Video[]) =>
    encodeCached(encoder, videos.map(({ transcript }) => transcript), {
      cache: join(settings.cache, "text-features"),
    });
  return { train: await encode(sides.train), validation: await encode(sides.validation) };
}

/** Kernel ridge's error with the settings chosen for this model's f32 features. */
async function validationError(
  features: Sides<DenseMatrix>,
  { train, validation }: Sides<readonly Video[]>,
): Promise<number> {
  const head = kernelRidge({ kernel: { name: "rbf", gamma: 1 }, alpha: 1 });
  const fitted = await head.fit(features.train, targetMatrix(train));
  const predicted = await fitted.predict(features.validation);
  return mse(predicted.data, targetMatrix(validation).data);
}

/** Mean of `a · b` over rows of length 1. */
function meanCosine(exact: DenseMatrix, rounded: DenseMatrix): number {
  let sum = 0;
  for (const [i, value] of exact.data.entries()) sum += value * rounded.data[i]!;
  return sum / exact.rows;
}

if (import.meta.main) {
  process.stdout.write(`${JSON.stringify(await timeTextEncoding(Deno.args[0]!))}\n`);
}
