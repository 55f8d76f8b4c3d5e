import * as ort from "onnxruntime-node";
import { sumsOverflow } from "lib/encoders/text/_sums_overflow.ts";

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
