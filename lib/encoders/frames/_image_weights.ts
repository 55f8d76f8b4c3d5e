import { type OnnxGraph, readOnnxGraph } from "lib/encoders/onnx/_onnx_graph.ts";
import type { Precision } from "lib/encoders/precision.ts";
import { quantiseOnnx } from "lib/encoders/onnx/quantise_onnx.ts";
import type { ModelLocation } from "lib/loaders/model_folder.ts";

/** A vision model and how it is wired. */
export interface ImageWeights {
  readonly weights: Uint8Array;
  /** The wiring before products were rounded here, which keeps the names of tensors. */
  readonly graph: OnnxGraph;
}

/**
 * Reads a vision model's ONNX file; in int8 a transformer's products are rounded as `quantiseOnnx`
 * does, and a convolutional network's published 8-bit file is read.
 *
 * @throws {Deno.errors.NotFound} when the file lies nowhere
 * @throws {SyntaxError} when it is no ONNX model
 */
export async function readImageWeights(
  model: ModelLocation,
  precision: Precision,
): Promise<ImageWeights> {
  const trained = await readModel(model, "onnx/model.onnx");
  if (precision === "f32") return trained;
  if (isConvolutional(trained.graph)) return await readModel(model, "onnx/model_quantized.onnx");
  return { weights: quantiseOnnx(trained.weights), graph: trained.graph };
}

async function readModel(model: ModelLocation, file: string): Promise<ImageWeights> {
  const weights = await Deno.readFile(await model.file(file));
  return { weights, graph: readOnnxGraph(weights) };
}

/** Whether most of the work is in convolutions; a transformer has one, a classifier one product. */
function isConvolutional({ nodes }: OnnxGraph): boolean {
  const count = (type: string) => nodes.filter(({ opType }) => opType === type).length;
  return count("Conv") >= count("MatMul");
}
