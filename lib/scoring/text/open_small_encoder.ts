import { join } from "node:path";
import { quantiseOnnx } from "lib/encoders/onnx/quantise_onnx.ts";
import { openTextEncoder, type TextEncoder } from "lib/encoders/text/text_encoder.ts";
import { exists, writeAtomic } from "lib/files.ts";
import { findModel, type ModelLocation } from "lib/loaders/model_folder.ts";
import type { Settings } from "lib/settings.ts";

/** The language model that scoring reads texts with where it is on disk. */
export const SMALL_ENCODER = "sentence-transformers/all-MiniLM-L6-v2";

const WEIGHTS = "onnx/model.onnx";

/** Where `openSmallEncoder` keeps what it made. */
export interface OpenSmallEncoderOptions {
  /** Folder of the quantised weights. */
  readonly folder: string;
}

/**
 * Opens the small language model with its products in 8 bits, or gives nothing where it is not on
 * disk: scoring fetches nothing.
 *
 * The weights are quantised once and kept, since that takes longer than scoring a text.
 */
export async function openSmallEncoder(
  settings: Pick<Settings, "models" | "root">,
  { folder }: OpenSmallEncoderOptions,
): Promise<TextEncoder | undefined> {
  const model = await findOnDisk(settings);
  if (!model) return undefined;
  const weights = await keepQuantised(await model.file(WEIGHTS), folder);
  const file = (path: string) => path === WEIGHTS ? Promise.resolve(weights) : model.file(path);
  const encoder = await openTextEncoder({ ...model, file });
  const identity = { ...encoder.identity, precision: "int8" };
  return { ...encoder, name: `${model.id} int8`, identity };
}

async function findOnDisk(
  settings: Pick<Settings, "models" | "root">,
): Promise<ModelLocation | undefined> {
  const fetch = () => Promise.reject(new TypeError("scoring fetches nothing"));
  try {
    const model = await findModel(SMALL_ENCODER, settings, { fetch });
    await model.file(WEIGHTS);
    return model;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** The path of the weights with 8-bit products; other weights at the same place get another one. */
async function keepQuantised(path: string, folder: string): Promise<string> {
  const { size, mtime } = await Deno.stat(path);
  const kept = join(folder, `MiniLM-int8-${size}-${mtime?.getTime() ?? 0}.onnx`);
  if (!await exists(kept)) await writeAtomic(kept, quantiseOnnx(await Deno.readFile(path)));
  return kept;
}
