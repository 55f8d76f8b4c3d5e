import { type OnnxGraph, readOnnxGraph } from "lib/encoders/onnx/_onnx_graph.ts";
import { type OnnxFile, readingOnnx, readOnnxFile } from "lib/encoders/onnx/onnx_file.ts";
import { quantiseOnnxFile } from "lib/encoders/onnx/quantise_onnx_file.ts";
import type { Precision } from "lib/encoders/precision.ts";
import type { ModelFiles } from "lib/loaders/models/model_files.ts";

/** A vision model and how it is wired. */
export interface ImageWeights {
  readonly file: OnnxFile;
  /** The model with its products rounded here, where they are. */
  readonly quantised?: Uint8Array;
  /** The wiring before products were rounded here, which keeps the names of tensors. */
  readonly graph: OnnxGraph;
}

/**
 * Reads a vision model's ONNX file; in int8 a transformer's products are rounded as `quantiseOnnx`
 * does, and a convolutional network's published 8-bit file is read.
 *
 * @throws {ModelError} when the file lies nowhere
 * @throws {SyntaxError} when it is no ONNX model, with what to do
 * @throws {TypeError} when it is to be rounded and cannot be
 */
export async function readImageWeights(
  model: ModelFiles,
  precision: Precision,
): Promise<ImageWeights> {
  const trained = await readModel(model, "onnx/model.onnx");
  if (precision === "f32") return trained;
  if (isConvolutional(trained.graph)) return await readModel(model, "onnx/model_quantized.onnx");
  return { ...trained, quantised: await quantiseOnnxFile(trained.file) };
}

async function readModel(model: ModelFiles, name: string): Promise<ImageWeights> {
  const file = await readOnnxFile(model, name);
  return { file, graph: readingOnnx(file.path, () => readOnnxGraph(file.bytes)) };
}

/** Whether most of the work is in convolutions; a transformer has one, a classifier one product. */
function isConvolutional({ nodes }: OnnxGraph): boolean {
  const count = (type: string) => nodes.filter(({ opType }) => opType === type).length;
  return count("Conv") >= count("MatMul");
}
