import { type OnnxFile, readingOnnx } from "lib/encoders/onnx/onnx_file.ts";
import { quantiseOnnx } from "lib/encoders/onnx/quantise_onnx.ts";

/**
 * Rounds a model's products to 8 bits, as `quantiseOnnx` does.
 *
 * @throws {SyntaxError} when the file is broken, with what to do
 * @throws {TypeError} when its weights lie in other files, or it cannot be quantised
 */
export function quantiseOnnxFile(
  { path, bytes, external }: Pick<OnnxFile, "path" | "bytes" | "external">,
): Uint8Array {
  if (external.length > 0) {
    throw new TypeError(
      `Cannot round ${path} to int8: its weights lie beside it in ${
        external.join(", ")
      }; use f32, ` +
        "or an export in one file",
    );
  }
  return readingOnnx(path, () => quantiseOnnx(bytes));
}
