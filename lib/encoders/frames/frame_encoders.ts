import type { FrameEncoder } from "lib/encoders/frames/frame_encoder.ts";
import { frameStats } from "lib/encoders/frames/frame_stats.ts";
import { openImageEncoder } from "lib/encoders/frames/image_encoder.ts";
import type { Precision } from "lib/encoders/precision.ts";
import { findModel } from "lib/loaders/models/find_model.ts";
import { IMAGE_ENCODER, IMAGE_ENCODER_INT8 } from "lib/loaders/models/model_needs.ts";
import type { Settings } from "lib/settings.ts";

/** Short names of frame encoders and the ONNX models of the hub that they stand for. */
export const NAMED_MODELS: Readonly<Record<string, string>> = {
  "resnet-50": "Xenova/resnet-50",
  "dinov2-small": "Xenova/dinov2-small",
  "dinov2-base": "Xenova/dinov2-base",
  "dinov2-large": "Xenova/dinov2-large",
  "efficientnet-lite0": "google/efficientnet-lite0",
};

/**
 * Opens a frame encoder by name: `frame-stats`, one of `NAMED_MODELS`, or any vision model by its
 * hub name, `organisation/name` or `organisation/name@revision`.
 *
 * @throws {RangeError} when the name is neither, or `frame-stats` is asked for in int8
 * @throws {ModelError} when the model's files do not get here
 */
export async function openFrameEncoder(
  name: string,
  options: { settings: Settings; precision?: Precision },
): Promise<FrameEncoder> {
  const { settings, precision = "f32" } = options;
  if (name === frameStats.name) {
    if (precision === "f32") return frameStats;
    throw new RangeError(`Cannot open ${name} in ${precision}: it has no weights to shorten`);
  }
  const id = NAMED_MODELS[name] ?? name;
  if (!id.includes("/")) {
    throw new RangeError(
      `Cannot open the encoder ${JSON.stringify(name)}: expected ${frameStats.name}, ` +
        `${Object.keys(NAMED_MODELS).join(", ")} or a model of the hub as organisation/name`,
    );
  }
  const needs = precision === "f32" ? IMAGE_ENCODER : IMAGE_ENCODER_INT8;
  return await openImageEncoder(await findModel(id, settings, { needs }), { precision });
}
