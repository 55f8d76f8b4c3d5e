import * as ort from "onnxruntime-node";
import { openSession } from "lib/encoders/onnx/_onnx_session.ts";
import { DATA_TYPE, modelCodec, type NodeMessage } from "lib/encoders/onnx/_onnx_messages.ts";
import type { TensorMessage } from "lib/encoders/onnx/_onnx_messages.ts";

/** Parts of a model that reads `x` and gives `y`. */
export interface TinyModel {
  readonly node: readonly NodeMessage[];
  readonly initializer: readonly TensorMessage[];
  /** @default 17 */
  readonly opset?: number;
}

/** Writes a model that reads `x` and gives `y`, both float32. */
export function tinyModel({ node, initializer, opset = 17 }: TinyModel): Uint8Array {
  const type = { tensorType: { elemType: DATA_TYPE.float } };
  return modelCodec.encode({
    irVersion: 8,
    opsetImport: [{ domain: "", version: opset }],
    graph: {
      name: "tiny",
      node,
      initializer,
      input: [{ name: "x", type }],
      output: [{ name: "y", type }],
    },
  });
}

/** A float32 constant. */
export function constant(
  name: string,
  dims: readonly number[],
  values: ArrayLike<number>,
): TensorMessage {
  const rawData = new Uint8Array(Float32Array.from(values).buffer);
  return { name, dims, dataType: DATA_TYPE.float, rawData };
}

/** The model `y = x · w`. */
export function productModel(
  dims: readonly [number, number],
  weights: ArrayLike<number>,
  opset?: number,
): Uint8Array {
  const node = [{ opType: "MatMul", input: ["x", "w"], output: ["y"] }];
  return tinyModel({ node, initializer: [constant("w", dims, weights)], opset });
}

/** Runs a model on `x` and returns `y`. */
export async function runModel(
  model: Uint8Array,
  dims: readonly number[],
  x: ArrayLike<number>,
): Promise<number[]> {
  const session = await openSession(model, { threads: 1 });
  const { y } = await session.run({ x: new ort.Tensor("float32", Float32Array.from(x), dims) });
  return [...y!.data as Float32Array];
}
