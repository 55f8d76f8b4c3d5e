import { dirname, join } from "node:path";
import { FIELD, placeCodec } from "lib/encoders/onnx/_onnx_messages.ts";
import {
  contentOf,
  fieldOf,
  joinFields,
  type RawField,
  splitFields,
} from "lib/encoders/onnx/_protobuf_fields.ts";
import { brokenModelFile } from "lib/loaders/models/model_error.ts";
import { readRange } from "lib/storage/read_range.ts";

/** Bytes that one protobuf message may have. */
const LARGEST = 2 ** 31 - 1;

/**
 * Puts the weights that lie in files beside an ONNX model into the model itself, so that it can be
 * changed.
 *
 * @throws {RangeError} when it would be longer than a model may be
 * @throws {SyntaxError} when a file is shorter than the model says, with what to do
 */
export async function inlineWeights(model: Uint8Array, path: string): Promise<Uint8Array> {
  const fields = await Promise.all(
    splitFields(model).map((field) =>
      field.number === FIELD.model.graph ? inlineGraph(field, path) : field
    ),
  );
  const bytes = fields.reduce((sum, field) => sum + field.bytes.length, 0);
  if (bytes <= LARGEST) return joinFields(fields);
  throw new RangeError(
    `Cannot change ${path}: with the weights beside it, it would have ${bytes} bytes, more than ` +
      "ONNX allows; use f32, and features that the model puts out itself",
  );
}

async function inlineGraph(graph: RawField, path: string): Promise<RawField> {
  const parts: RawField[] = [];
  for (const part of splitFields(contentOf(graph))) {
    const isWeight = part.number === FIELD.graph.initializer;
    parts.push(isWeight ? await inlineTensor(part, path) : part);
  }
  return fieldOf(graph.number, joinFields(parts));
}

async function inlineTensor(tensor: RawField, path: string): Promise<RawField> {
  const { name, dataLocation, externalData = [] } = placeCodec.decode(contentOf(tensor));
  if (dataLocation !== 1) return tensor;
  const place = Object.fromEntries(externalData.map(({ key = "", value = "" }) => [key, value]));
  const data = await readWeights(join(dirname(path), place.location ?? ""), { ...place, name });
  const replaced: readonly number[] = Object.values(FIELD.tensor);
  const others = splitFields(contentOf(tensor)).filter(({ number }) => !replaced.includes(number));
  const inlined = joinFields([...others, fieldOf(FIELD.tensor.rawData, data)]);
  return fieldOf(tensor.number, inlined);
}

async function readWeights(
  path: string,
  { offset = "0", length, name }: { offset?: string; length?: string; name?: string },
): Promise<Uint8Array> {
  const start = Number(offset);
  const { size } = await Deno.stat(path);
  const bytes = length === undefined ? size - start : Number(length);
  if (start >= 0 && bytes >= 0 && start + bytes <= size) {
    return await readRange(path, { start, length: bytes });
  }
  throw brokenModelFile(
    `${path}: expected ${bytes} bytes of ${name} at ${start}, but the file has ${size} in all`,
  );
}
