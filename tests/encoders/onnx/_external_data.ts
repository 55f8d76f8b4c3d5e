import { FIELD, tensorCodec } from "lib/encoders/onnx/_onnx_messages.ts";
import {
  contentOf,
  fieldOf,
  joinFields,
  type RawField,
  splitFields,
} from "lib/encoders/onnx/_protobuf_fields.ts";

/** A model, and the bytes that were its weights. */
export interface SplitModel {
  readonly model: Uint8Array;
  readonly data: Uint8Array;
}

/** Weights below this many bytes stay in the model, as PyTorch's exporter leaves them. */
const SMALL = 64;

/** Moves a model's weights out into a file of its own, as exports above 2 GB have them. */
export function withExternalData(model: Uint8Array, location: string): SplitModel {
  const moved: Uint8Array[] = [];
  let offset = 0;
  const move = (field: RawField): RawField => {
    const { rawData, ...tensor } = tensorCodec.decode(contentOf(field));
    if (!rawData || rawData.length < SMALL) return field;
    const place = { location, offset: String(offset), length: String(rawData.length) };
    moved.push(rawData);
    offset += rawData.length;
    const externalData = Object.entries(place).map(([key, value]) => ({ key, value }));
    return fieldOf(field.number, tensorCodec.encode({ ...tensor, dataLocation: 1, externalData }));
  };
  const fields = splitFields(model).map((field) =>
    field.number === FIELD.model.graph
      ? fieldOf(
        field.number,
        joinFields(
          splitFields(contentOf(field)).map((part) =>
            part.number === FIELD.graph.initializer ? move(part) : part
          ),
        ),
      )
      : field
  );
  return { model: joinFields(fields), data: new Uint8Array(moved.flatMap((bytes) => [...bytes])) };
}
