import { FIELD, placeCodec } from "lib/encoders/onnx/_onnx_messages.ts";
import { contentOf, type RawField, splitFields } from "lib/encoders/onnx/_protobuf_fields.ts";

/**
 * Names the files beside an ONNX model in which its weights lie, as the model names them; none where
 * it holds them itself.
 *
 * @throws {SyntaxError} when it names a file outside its own folder
 * @throws {Error} when the bytes are no protobuf
 */
export function externalFiles(model: Uint8Array): string[] {
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
