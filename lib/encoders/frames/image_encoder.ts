import * as ort from "onnxruntime-node";
import type { DenseMatrix } from "lib/types.ts";
import { classifierInput } from "lib/encoders/frames/_classifier_input.ts";
import type { FrameEncoder } from "lib/encoders/frames/frame_encoder.ts";
import { type ImageWeights, readImageWeights } from "lib/encoders/frames/_image_weights.ts";
import { exposeTensor, type OnnxGraph } from "lib/encoders/onnx/_onnx_graph.ts";
import { openChangedOnnx, openOnnxFile, wholeOnnx } from "lib/encoders/onnx/onnx_file.ts";
import { pixelValuesFor } from "lib/encoders/frames/_pixel_values.ts";
import { parsePreprocessorConfig } from "lib/encoders/frames/_preprocessor_config.ts";
import type { Precision } from "lib/encoders/precision.ts";
import { frameSize } from "lib/loaders/clips/frames.ts";
import { type ModelFiles, modelName } from "lib/loaders/models/model_files.ts";
import { digestOfBytes } from "lib/storage/digest.ts";

/** Knobs of `openImageEncoder`. */
export interface ImageEncoderOptions {
  /**
   * In int8 a transformer's products are rounded as `quantiseOnnx` does; a convolutional network's
   * published 8-bit file is taken.
   *
   * @default "f32"
   */
  readonly precision?: Precision;
  /** The model's output to take, such as `logits`. @default its features, see `openImageEncoder` */
  readonly output?: string;
  /** Frames at a time. @default 16, or 1 where a model's numbers depend on a frame's neighbours */
  readonly batchSize?: number;
  /** Threads of ONNX Runtime. @default 0, one a core */
  readonly threads?: number;
}

/**
 * Opens a vision model exported to ONNX as an encoder of frames.
 *
 * A row holds the model's `pooler_output` or `image_embeds`; else the class token (DINOv2) or the
 * average (convolutions) of `last_hidden_state`; else what the classifier in front of `logits`
 * reads: a ResNet's 2,048 average-pooled features.
 *
 * @throws {ModelError} when one of the model's files lies nowhere
 * @throws {SyntaxError} when a file cannot be read, with what to do
 * @throws {TypeError} when the model takes or gives something else
 */
export async function openImageEncoder(
  model: ModelFiles,
  options: ImageEncoderOptions = {},
): Promise<FrameEncoder> {
  const { precision = "f32", threads = 0 } = options;
  const config = await model.file("preprocessor_config.json");
  const preprocessing = parsePreprocessorConfig(await Deno.readTextFile(config), config);
  const name = await modelName(model);
  const { session, graph, features, digest } = await openWeights(
    await readImageWeights(model, precision),
    { output: options.output, threads, name },
  );
  const pixelValues = pixelValuesFor(preprocessing);
  const { width, height } = frameSize(preprocessing.geometry);
  const run = async (values: Float32Array) => {
    const dims = [values.length / (3 * width * height), 3, height, width];
    const pixels = new ort.Tensor("float32", values, dims);
    return rowsOf((await session.run({ pixel_values: pixels }, [features]))[features]!, name);
  };
  const { columns } = await run(new Float32Array(3 * width * height));
  const oneByOne = session.inputMetadata.some((input) => input.isTensor && input.shape[0] === 1) ||
    graph.nodes.some(({ opType }) => opType === "DynamicQuantizeLinear"); // scaled by the whole batch
  return {
    name: `${name} ${precision}`,
    columns,
    geometry: preprocessing.geometry,
    batchSize: options.batchSize ?? (oneByOne ? 1 : 16),
    identity: {
      model: name,
      precision,
      weights: digest,
      output: features,
      scale: String(preprocessing.scale), // size and crop are asked of ffmpeg
      mean: preprocessing.mean.join(),
      std: preprocessing.std.join(),
    },
    encode: (items) => run(pixelValues(items.map(({ frame }) => frame))),
  };
}

/** A model that is ready to run. */
interface OpenedWeights {
  readonly session: ort.InferenceSession;
  readonly graph: OnnxGraph;
  /** The tensor that holds the features. */
  readonly features: string;
  /** `sha256:…` of the weights, rounded ones if they are. */
  readonly digest: string;
}

async function openWeights(
  { file, quantised, graph }: ImageWeights,
  { output, threads, name }: { output?: string; threads: number; name: string },
): Promise<OpenedWeights> {
  const features = output ?? featureTensor(graph, name);
  const isOutput = graph.outputs.includes(features);
  const exposed = (model: Uint8Array) => isOutput ? model : exposeTensor(model, features);
  const session = isOutput && !quantised
    ? await openOnnxFile(file, { threads })
    : await openChangedOnnx(exposed(quantised ?? await wholeOnnx(file)), file, { threads });
  const digest = quantised ? `sha256:${digestOfBytes(quantised)}` : file.digest;
  return { session, graph, features, digest };
}

function featureTensor(graph: OnnxGraph, id: string): string {
  const known = ["pooler_output", "image_embeds", "last_hidden_state", "logits"];
  const output = known.find((name) => graph.outputs.includes(name));
  if (output) return output === "logits" ? classifierInput(graph, output) : output;
  throw new TypeError(
    `Cannot use ${id} as an encoder: expected one of the outputs ${known.join(", ")}, ` +
      `got ${graph.outputs.join(", ")}`,
  );
}

/** Brings [B, D], the class token of [B, T, D] or the average of [B, D, H, W] to rows [B, D]. */
function rowsOf(tensor: ort.Tensor, id: string): DenseMatrix {
  const [rows = 0, columns = 0, ...rest] = tensor.dims;
  const data = tensor.data;
  if (!(data instanceof Float32Array) || tensor.dims.length < 2 || tensor.dims.length > 4) {
    throw new TypeError(
      `Cannot use ${id} as an encoder: expected float32 features [B, D], [B, T, D] or ` +
        `[B, D, H, W], got ${tensor.type} [${tensor.dims.join(", ")}]`,
    );
  }
  if (rest.length === 0) return { kind: "dense", rows, columns, data };
  if (rest.length === 1) return classTokens(data, rows, rest[0]!);
  return averages(data, rows, columns);
}

function classTokens(data: Float32Array, rows: number, columns: number): DenseMatrix {
  const tokens = new Float32Array(rows * columns);
  const stride = data.length / rows; // T * D numbers a frame, the class token first
  for (let row = 0; row < rows; row++) {
    tokens.set(data.subarray(row * stride, row * stride + columns), row * columns);
  }
  return { kind: "dense", rows, columns, data: tokens };
}

function averages(data: Float32Array, rows: number, columns: number): DenseMatrix {
  const area = data.length / (rows * columns); // H * W
  const means = Float32Array.from(
    { length: rows * columns },
    (_, i) => data.subarray(i * area, (i + 1) * area).reduce((sum, value) => sum + value, 0) / area,
  );
  return { kind: "dense", rows, columns, data: means };
}
