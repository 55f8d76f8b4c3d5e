import * as ort from "onnxruntime-node";
import { DATA_TYPE, modelCodec } from "lib/encoders/onnx/_onnx_messages.ts";

/** Products that are summed, enough for a kernel's widest registers. */
const TERMS = 64;

/**
 * Tries out whether this CPU's fastest sum of products of 8-bit numbers overflows: x64 without VNNI
 * adds two products in 16 bits, and ONNX Runtime does so unless told otherwise.
 */
export async function sumsOverflow(): Promise<boolean> {
  const session = await ort.InferenceSession.create(largestProduct());
  const { sum } = await session.run({});
  return sum!.data[0] !== TERMS * 255 * 127;
}

/** A model that multiplies the largest row [1, 64] by the largest column [64, 1]. */
function largestProduct(): Uint8Array {
  const row = new Uint8Array(TERMS).fill(255);
  const column = new Uint8Array(TERMS).fill(127);
  return modelCodec.encode({
    irVersion: 8,
    opsetImport: [{ domain: "", version: 13 }],
    graph: {
      name: "largest product",
      node: [{ opType: "MatMulInteger", input: ["row", "column"], output: ["sum"] }],
      initializer: [
        { name: "row", dims: [1, TERMS], dataType: DATA_TYPE.uint8, rawData: row },
        { name: "column", dims: [TERMS, 1], dataType: DATA_TYPE.int8, rawData: column },
      ],
      output: [{ name: "sum", type: { tensorType: { elemType: DATA_TYPE.int32 } } }],
    },
  });
}
