import type { Frame } from "lib/types.ts";
import type { Preprocessing } from "lib/encoders/frames/_preprocessor_config.ts";

/** Turns frames of one size [B] into normalised planes [B, 3, H, W]. */
export type PixelValues = (frames: readonly Frame[]) => Float32Array;

/** Prepares the conversion that a model's preprocessing asks for; size and crop are done before. */
export function pixelValuesFor({ scale, mean, std }: Preprocessing): PixelValues {
  const tables = mean.map((average, channel) =>
    Float32Array.from({ length: 256 }, (_, byte) => (byte * scale - average) / std[channel]!)
  );
  return (frames) => {
    const size = frames.reduce((sum, { width, height }) => sum + 3 * width * height, 0);
    const values = new Float32Array(size);
    let plane = 0;
    for (const { width, height, pixels } of frames) {
      for (const [channel, table] of tables.entries()) {
        for (let i = 0, from = channel; i < width * height; i++, from += 3) {
          values[plane + i] = table[pixels[from]!]!;
        }
        plane += width * height;
      }
    }
    return values;
  };
}
