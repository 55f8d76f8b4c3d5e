import { FIELD, opsetCodec, type OpsetMessage } from "lib/encoders/onnx/_onnx_messages.ts";
import {
  contentOf,
  fieldOf,
  joinFields,
  type RawField,
  splitFields,
} from "lib/encoders/onnx/_protobuf_fields.ts";
import { quantiseGraph } from "lib/encoders/onnx/_quantise_graph.ts";

/** The operators that ONNX Runtime adds to ONNX's. */
const CONTRIB = { domain: "com.microsoft", version: 1 } satisfies OpsetMessage;

/** Counted up whenever the same model gives other bytes, for what is kept of them. */
export const QUANTISER_VERSION = 1;

/** The oldest operators whose reductions count axes from the end. */
const OLDEST_OPSET = 11;

/**
 * Returns an ONNX model that multiplies activations [..., K] by its constant matrices [K, N] in
 * 8 bits: a matrix is rounded column by column, an activation row by row as it comes.
 *
 * `x · W ≈ step * scale * (q · V) + min * Σ_k scale * V`, with
 * `q = round((x - min) / step)` in 0..255 and `V = round(W / scale)` in -127..127.
 *
 * A row has its own `min` and `step`, so its numbers do not depend on the other rows of a batch, as
 * they do with ONNX's `DynamicQuantizeLinear`, which has one of each for the whole tensor. All else
 * (products of two activations, convolutions, embeddings, `Gemm`) is left in f32. The sums are
 * computed by ONNX Runtime's own operation `MatMulIntegerToFloat`.
 *
 * @throws {SyntaxError} when the bytes are no ONNX model
 * @throws {TypeError} when the model multiplies by no constant matrix, a matrix is not in f32, not
 * finite or lies in another file, or the model's operators are older than ONNX's set 11
 */
export function quantiseOnnx(model: Uint8Array): Uint8Array {
  const fields = modelFields(model);
  const graphs = fields.filter(({ number }) => number === FIELD.model.graph);
  const others = fields.filter(({ number }) => number !== FIELD.model.graph);
  const opsets = others.filter(({ number }) => number === FIELD.model.opset)
    .map((field) => opsetCodec.decode(contentOf(field)));
  const graph = quantiseGraph(
    graphs.flatMap((field) => splitFields(contentOf(field))), // a graph in parts is one graph
    onnxVersion(opsets),
  );
  return joinFields([
    ...others,
    ...opsets.some(({ domain }) => domain === CONTRIB.domain)
      ? []
      : [fieldOf(FIELD.model.opset, opsetCodec.encode(CONTRIB))],
    fieldOf(FIELD.model.graph, joinFields(graph)),
  ]);
}

function modelFields(model: Uint8Array): RawField[] {
  try {
    return splitFields(model);
  } catch (cause) {
    throw new SyntaxError("Cannot quantise an ONNX model: the bytes are no protobuf", { cause });
  }
}

function onnxVersion(opsets: readonly OpsetMessage[]): number {
  const { version = 0 } = opsets.find(({ domain = "" }) => ["", "ai.onnx"].includes(domain)) ?? {};
  if (version >= OLDEST_OPSET) return version;
  throw new TypeError(
    `Cannot quantise an ONNX model: expected operator set ${OLDEST_OPSET} or later, got ${version}`,
  );
}
