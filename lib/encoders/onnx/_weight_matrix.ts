import { DATA_TYPE, type TensorMessage } from "lib/encoders/onnx/_onnx_messages.ts";

/**
 * Reads a constant matrix [K, N] of an ONNX model.
 *
 * @throws {TypeError} when it is not in f32 or lies in another file
 * @throws {SyntaxError} when it holds more or fewer numbers than its shape says
 */
export function weightMatrix(tensor: TensorMessage): Float32Array {
  const { name = "", dims = [], dataType, rawData, floatData = [], dataLocation } = tensor;
  if (dataLocation === 1 || dataType !== DATA_TYPE.float) {
    throw new TypeError(
      `Cannot quantise the matrix ${name}: expected float32 inside the model, got ` +
        (dataLocation === 1 ? "numbers in another file" : `data type ${dataType} of onnx.proto`),
    );
  }
  const weights = rawData?.length
    ? new Float32Array(new Uint8Array(rawData).buffer) // copied, as files do not align numbers
    : Float32Array.from(floatData);
  if (weights.length !== dims.reduce((size, length) => size * length, 1)) {
    throw new SyntaxError(
      `Cannot quantise the matrix ${name}: expected [${dims.join(", ")}], ` +
        `got ${weights.length} numbers`,
    );
  }
  return weights;
}
