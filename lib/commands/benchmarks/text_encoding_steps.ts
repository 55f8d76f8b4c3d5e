import { join } from "node:path";
import process from "node:process";
import { encodeCached } from "lib/encoders/encode_cached.ts";
import { openTextEncoder, type TextEncoder } from "lib/encoders/text_encoder.ts";
import { kernelRidge } from "lib/heads/kernel_ridge.ts";
import { readDataset } from "lib/loaders/dataset.ts";
import { findModel } from "lib/loaders/model_folder.ts";
import { mse } from "lib/metrics/regression.ts";
import { settings } from "lib/settings.ts";
import { targetMatrix } from "lib/targets.ts";
import type { Video } from "lib/types.ts";
import { median } from "./_median.ts";
import type { Measured } from "./_program.ts";
import { TEXT_MODEL } from "./text_encoding.ts";

const [TIMED_ROWS, REPEATS] = [256, 3];

/** The training and validation side. */
interface Sides {
  readonly train: readonly Video[];
  readonly validation: readonly Video[];
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
  const model = await findModel(TEXT_MODEL, settings);
  const f32 = await openTextEncoder(model, { precision: "f32" });
  const int8 = await openTextEncoder(model, { precision: "int8" });
  const texts = train.slice(0, TIMED_ROWS).map(({ transcript }) => transcript);
  return {
    milliseconds: await timeByTurns({ f32, int8 }, texts),
    results: {
      "validation MSE, f32": await validationError(f32, { train, validation }),
      "validation MSE, int8": await validationError(int8, { train, validation }),
      "cosine of int8 to f32": await meanCosine({ f32, int8 }, texts),
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

/** Kernel ridge's error with the settings chosen for this model's f32 features. */
async function validationError(
  encoder: TextEncoder,
  { train, validation }: Sides,
): Promise<number> {
  const cache = join(settings.cache, "text-features");
  const [seen, unseen] = [
    await encodeCached(encoder, train.map(({ transcript }) => transcript), { cache }),
    await encodeCached(encoder, validation.map(({ transcript }) => transcript), { cache }),
  ];
  const head = kernelRidge({ kernel: { name: "rbf", gamma: 1 }, alpha: 1 });
  const fitted = await head.fit(seen, targetMatrix(train));
  return mse((await fitted.predict(unseen)).data, targetMatrix(validation).data);
}

/** Mean of `a · b` over rows of length 1. */
async function meanCosine(
  { f32, int8 }: { readonly f32: TextEncoder; readonly int8: TextEncoder },
  texts: readonly string[],
): Promise<number> {
  const [exact, rounded] = [await f32.encode(texts), await int8.encode(texts)];
  let sum = 0;
  for (const [i, value] of exact.data.entries()) sum += value * rounded.data[i]!;
  return sum / texts.length;
}

if (import.meta.main) {
  process.stdout.write(`${JSON.stringify(await timeTextEncoding(Deno.args[0]!))}\n`);
}
