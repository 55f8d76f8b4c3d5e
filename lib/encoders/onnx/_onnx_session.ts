import * as ort from "onnxruntime-node";
import { DATA_TYPE, modelCodec } from "lib/encoders/onnx/_onnx_messages.ts";

/** Knobs of `openSession`. */
export interface SessionOptions {
  /** Threads of ONNX Runtime. @default 0, one a core */
  readonly threads?: number;
}

/**
 * Opens an ONNX model for the CPU, f32 or in 8 bits.
 *
 * @param model its bytes, or its path: then files beside it that hold its weights are found, too
 * @throws {Error} when ONNX Runtime cannot read the model
 */
export async function openSession(
  model: Uint8Array | string,
  { threads = 0 }: SessionOptions = {},
): Promise<ort.InferenceSession> {
  const options: ort.InferenceSession.SessionOptions = {
    executionProviders: ["cpu"],
    graphOptimizationLevel: "all",
    intraOpNumThreads: threads,
    extra: { session: { x64quantprecision: await sumsOverflow() ? "1" : "0" } }, // slower, exact
  };
  return typeof model === "string"
    ? await ort.InferenceSession.create(model, options)
    : await ort.InferenceSession.create(model, options);
}

/** Products that are summed, enough for a kernel's widest registers. */
const TERMS = 64;

/**
 * Tries out whether this CPU's fastest sum of products of 8-bit numbers overflows: x64 without VNNI
 * adds two products in 16 bits, and ONNX Runtime does so unless told otherwise.
 */
async function sumsOverflow(): Promise<boolean> {
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
