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
 * @throws {Error} when ONNX Runtime cannot read the model
 */
export async function openSession(
  model: Uint8Array,
  { threads = 0 }: SessionOptions = {},
): Promise<ort.InferenceSession> {
  return await ort.InferenceSession.create(model, {
    executionProviders: ["cpu"],
    graphOptimizationLevel: "all",
    intraOpNumThreads: threads,
    extra: { session: { x64quantprecision: await sumsOverflow() ? "1" : "0" } }, // slower, exact
  });
}
