import { join } from "node:path";
import { readOnnxFile } from "lib/encoders/onnx/onnx_file.ts";
import { QUANTISER_VERSION } from "lib/encoders/onnx/quantise_onnx.ts";
import { quantiseOnnxFile } from "lib/encoders/onnx/quantise_onnx_file.ts";
import { openTextEncoder, type TextEncoder } from "lib/encoders/text/text_encoder.ts";
import { exists, writeAtomic } from "lib/files.ts";
import { findModel, type FoundModel, type ModelPlaces } from "lib/loaders/models/find_model.ts";
import { ModelError } from "lib/loaders/models/model_error.ts";
import type { ModelNeeds } from "lib/loaders/models/model_needs.ts";
import { sayOnce } from "lib/progress.ts";
import { digestOfBytes } from "lib/storage/digest.ts";
import { openFileDigests } from "lib/storage/file_digests.ts";
import { FILE_DIGESTS, keptOrMade } from "lib/storage/kept_folder.ts";
import type { FolderKey } from "lib/storage/keyed_folder.ts";
import { parseSealed, sealed } from "lib/storage/sealed.ts";

/** The language model that scoring reads texts with where it is on disk. */
export const SMALL_ENCODER = "sentence-transformers/all-MiniLM-L6-v2";

const WEIGHTS = "onnx/model.onnx";

const NEEDS: ModelNeeds = {
  required: ["config.json", "tokenizer.json", WEIGHTS],
  optional: ["tokenizer_config.json", "special_tokens_map.json"],
};

/** The quantised weights, and their digest, which is written last. */
const [KEPT_FILE, SEAL_FILE] = ["model.onnx", "model.json"];

/** Where `openSmallEncoder` keeps what it made. */
export interface OpenSmallEncoderOptions {
  /** Folder in which the quantised weights have a folder of their own. */
  readonly folder: string;
}

/**
 * Opens the small language model with its products in 8 bits, or gives nothing where it is not on
 * disk: scoring fetches nothing.
 *
 * The weights are quantised once and kept, since that takes longer than scoring a text; damaged ones
 * are set aside and quantised again.
 *
 * @throws {SyntaxError} when the published weights are broken, with what to do
 */
export async function openSmallEncoder(
  settings: ModelPlaces,
  { folder }: OpenSmallEncoderOptions,
): Promise<TextEncoder | undefined> {
  const model = await findOnDisk(settings);
  if (!model) return undefined;
  const kept = await keepQuantised(model, folder);
  if (kept === undefined) return await openTextEncoder(model, { precision: "int8" });
  const file = (path: string) => path === WEIGHTS ? Promise.resolve(kept) : model.file(path);
  const encoder = await openTextEncoder({ ...model, file });
  const identity = { ...encoder.identity, precision: "int8" };
  return { ...encoder, name: `${model.id} int8`, identity };
}

async function findOnDisk({ hub, ...places }: ModelPlaces): Promise<FoundModel | undefined> {
  const settings = { ...places, hub: hub && { ...hub, offline: true } };
  try {
    return await findModel(SMALL_ENCODER, settings, { needs: NEEDS });
  } catch (error) {
    if (error instanceof ModelError && error.kind === "offline") return undefined;
    throw error;
  }
}

/** All that tells quantised weights from their neighbours. */
function quantisedKey(weights: string): FolderKey {
  return { name: "MiniLM-int8", identity: { weights, quantiser: QUANTISER_VERSION } };
}

/** The path of the weights with 8-bit products, or nothing where they cannot be kept. */
async function keepQuantised(model: FoundModel, parent: string): Promise<string | undefined> {
  const digests = await openFileDigests(join(parent, FILE_DIGESTS));
  const weights = await digests.of(await model.file(WEIGHTS));
  const { folder } = await keptOrMade(parent, quantisedKey(weights), {
    last: SEAL_FILE,
    read: readQuantised,
    make: async () => {
      await nameOlderFiles(parent);
      return await quantiseOnnxFile(await readOnnxFile(model, WEIGHTS));
    },
    write: async (folder, bytes) => {
      await writeAtomic(join(folder, KEPT_FILE), bytes);
      await writeAtomic(join(folder, SEAL_FILE), sealed({ sha256: digestOfBytes(bytes) }));
    },
  });
  return folder && join(folder, KEPT_FILE);
}

async function readQuantised(folder: string): Promise<Uint8Array> {
  const [path, sealPath] = [join(folder, KEPT_FILE), join(folder, SEAL_FILE)];
  const { sha256 } = parseSealed(await Deno.readTextFile(sealPath), sealPath) as {
    readonly sha256: string;
  };
  const bytes = await Deno.readFile(path);
  if (digestOfBytes(bytes) === sha256) return bytes;
  throw new SyntaxError(`Cannot read ${path}: it is not what was written`);
}

/** Names quantised weights that an older version kept by the size and time of what they were made of. */
async function nameOlderFiles(folder: string): Promise<void> {
  if (!await exists(folder)) return;
  for await (const { name } of Deno.readDir(folder)) {
    if (!/^MiniLM-int8-\d+-\d+\.onnx$/.test(name)) continue;
    sayOnce(`${join(folder, name)} is of an older form: not used, and kept until you remove it`);
  }
}
