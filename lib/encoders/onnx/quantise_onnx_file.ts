import { type OnnxFile, readingOnnx, wholeOnnx } from "lib/encoders/onnx/onnx_file.ts";
import { quantiseOnnx } from "lib/encoders/onnx/quantise_onnx.ts";

/**
 * Rounds a model's products to 8 bits, as `quantiseOnnx` does, wherever its weights lie.
 *
 * @throws {SyntaxError} when a file is broken, with what to do
 * @throws {TypeError} when it cannot be quantised
 * @throws {RangeError} when it is larger than one ONNX file may be
 */
export async function quantiseOnnxFile(
  file: Pick<OnnxFile, "path" | "bytes" | "external">,
): Promise<Uint8Array> {
  const whole = await wholeOnnx(file);
  return readingOnnx(file.path, () => quantiseOnnx(whole));
}
