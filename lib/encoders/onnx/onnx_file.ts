import { dirname, join } from "node:path";
import * as ort from "onnxruntime-node";
import { inlineWeights } from "lib/encoders/onnx/_inline_weights.ts";
import { FIELD, placeCodec } from "lib/encoders/onnx/_onnx_messages.ts";
import { openSession, type SessionOptions } from "lib/encoders/onnx/_onnx_session.ts";
import { contentOf, type RawField, splitFields } from "lib/encoders/onnx/_protobuf_fields.ts";
import { brokenModelFile } from "lib/loaders/models/model_error.ts";
import type { ModelFiles } from "lib/loaders/models/model_files.ts";
import { digestOf, digestOfBytes } from "lib/storage/digest.ts";
import { digestOfFile } from "lib/storage/file_digests.ts";

/** An ONNX model that was read. */
export interface OnnxFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  /** Names of the files beside it in which its weights lie; none where it holds them itself. */
  readonly external: readonly string[];
  /** `sha256:…` of the file, and of those beside it. */
  readonly digest: string;
}

/**
 * Reads an ONNX model, and finds the files beside it that hold its weights.
 *
 * @param name such as `onnx/model.onnx`
 * @throws {ModelError} when it, or a file that it names, lies nowhere
 * @throws {SyntaxError} when it is no ONNX model, with what to do
 */
export async function readOnnxFile(files: ModelFiles, name: string): Promise<OnnxFile> {
  const path = await files.file(name);
  const bytes = await Deno.readFile(path);
  const external = readingOnnx(path, () => externalFiles(bytes));
  const digests: Record<string, string> = {};
  for (const other of external) {
    digests[other] = await digestOfFile(await files.file(join(dirname(name), other)));
  }
  const model = digestOfBytes(bytes);
  const digest = external.length === 0 ? model : digestOf({ model, ...digests });
  return { path, bytes, external, digest: `sha256:${digest}` };
}

/** Opens a model as it lies on the disk, so that files beside it are found. */
export function openOnnxFile(
  { path, external }: Pick<OnnxFile, "path" | "external">,
  options: SessionOptions = {},
): Promise<ort.InferenceSession> {
  return openingOnnx({ path, external }, () => openSession(path, options));
}

/** Opens a model that was made from the one on the disk. */
export function openChangedOnnx(
  bytes: Uint8Array,
  { path }: Pick<OnnxFile, "path">,
  options: SessionOptions = {},
): Promise<ort.InferenceSession> {
  return openingOnnx({ path, external: [] }, () => openSession(bytes, options));
}

/**
 * A model's bytes with all its weights, for who changes them.
 *
 * @throws {SyntaxError} when a file beside it is shorter than it says, with what to do
 * @throws {RangeError} when they are more than one file may hold
 */
export async function wholeOnnx(
  { path, bytes, external }: Pick<OnnxFile, "path" | "bytes" | "external">,
): Promise<Uint8Array> {
  return external.length === 0 ? bytes : await inlineWeights(bytes, path);
}

/**
 * Reads something out of an ONNX model's bytes.
 *
 * @throws {SyntaxError} where the bytes are none, naming the file and what to do
 * @throws {TypeError} what `read` throws about a whole model
 */
export function readingOnnx<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof TypeError) throw cause;
    const reason = cause instanceof SyntaxError ? cause.message : "its bytes are no protobuf";
    throw brokenModelFile(`${path} is no whole ONNX model: ${reason}`, cause);
  }
}

async function openingOnnx<T>(
  { path, external }: Pick<OnnxFile, "path" | "external">,
  open: () => Promise<T>,
): Promise<T> {
  try {
    return await open();
  } catch (cause) {
    const others = external.length === 0 ? "" : ` with ${external.join(", ")} beside it`;
    const [reason] = (cause instanceof Error ? cause.message : String(cause)).split("\n");
    throw brokenModelFile(`ONNX Runtime cannot open ${path}${others}: ${reason}`, cause);
  }
}

/**
 * Names the files beside an ONNX model in which its weights lie, as the model names them; none where
 * it holds them itself.
 *
 * @throws {SyntaxError} when it names a file outside its own folder
 * @throws {Error} when the bytes are no protobuf
 */
function externalFiles(model: Uint8Array): string[] {
  const locations = splitFields(model)
    .filter(({ number }) => number === FIELD.model.graph)
    .flatMap((graph) => splitFields(contentOf(graph)))
    .filter(({ number }) => number === FIELD.graph.initializer)
    .flatMap(locationOf);
  const names = [...new Set(locations)].sort();
  const stranger = names.find((name) => !isBelow(name));
  if (stranger === undefined) return names;
  throw new SyntaxError(
    `expected the file of its weights in its own folder, got ${JSON.stringify(stranger)}`,
  );
}

const IN_ANOTHER_FILE = 1;

function locationOf(initializer: RawField): string[] {
  const { dataLocation, externalData = [] } = placeCodec.decode(contentOf(initializer));
  if (dataLocation !== IN_ANOTHER_FILE) return [];
  return externalData.filter(({ key }) => key === "location").map(({ value = "" }) => value);
}

function isBelow(name: string): boolean {
  return name !== "" && name.split("/").every((part) => !["", ".", ".."].includes(part)) &&
    !/[\\:]/.test(name);
}
