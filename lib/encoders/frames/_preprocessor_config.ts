import { classOf, pictureSizes, type SizeConfig } from "lib/encoders/frames/_picture_sizes.ts";
import type { FrameGeometry, ResamplingFilter } from "lib/loaders/clips/frames.ts";
import { parseJson } from "lib/storage/sealed.ts";

/** How a vision model wants its pixels. */
export interface Preprocessing {
  readonly geometry: FrameGeometry;
  /** `value = byte * scale`, then `(value - mean[channel]) / std[channel]`. */
  readonly scale: number;
  /** One number a channel, in the order red, green, blue. */
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

/** The fields of Hugging Face's `preprocessor_config.json` that are understood. */
interface PreprocessorConfig extends SizeConfig {
  readonly resample?: number;
  readonly do_rescale?: boolean;
  readonly rescale_factor?: number;
  readonly rescale_offset?: boolean;
  readonly do_normalize?: boolean;
  readonly include_top?: boolean;
  readonly image_mean?: readonly number[];
  readonly image_std?: readonly number[];
}

/** Pillow's numbers for its filters; 5, Hamming, has no equal in swscale. */
const FILTERS: readonly (ResamplingFilter | undefined)[] = [
  "nearest",
  "lanczos",
  "bilinear",
  "bicubic",
  "box",
];

/**
 * Reads a `preprocessor_config.json` as transformers' image processor of the same class does.
 *
 * @param text the file's content
 * @param source what an error calls it
 * @throws {SyntaxError} when it is no JSON
 * @throws {TypeError} when it asks for something that is not understood
 */
export function parsePreprocessorConfig(
  text: string,
  source = "preprocessor_config.json",
): Preprocessing {
  const config: PreprocessorConfig = Object(parseJson(text, source));
  if (config.rescale_offset) throw new TypeError("Cannot preprocess with rescale_offset: true");
  if (config.include_top) throw new TypeError("Cannot preprocess with include_top: true");
  const normalize = config.do_normalize ?? true;
  return {
    geometry: { ...pictureSizes(config), filter: filterOf(config) },
    scale: config.do_rescale === false ? 1 : config.rescale_factor ?? 1 / 255,
    mean: normalize ? threeOf(config.image_mean, "image_mean") : [0, 0, 0],
    std: normalize ? threeOf(config.image_std, "image_std") : [1, 1, 1],
  };
}

/** Classes that resample otherwise than bilinear where the file does not say how. */
const DEFAULT_FILTERS: Readonly<Record<string, ResamplingFilter | undefined>> = {
  siglip: "bicubic",
  deit: "bicubic",
  beit: "bicubic",
  clip: "bicubic",
  bit: "bicubic",
  levit: "bicubic",
  efficientnet: undefined, // nearest in transformers 4, bicubic in 5
};

function filterOf(config: PreprocessorConfig): ResamplingFilter {
  const { resample } = config;
  const name = classOf(config) ?? "";
  const unsaid = Object.hasOwn(DEFAULT_FILTERS, name) ? DEFAULT_FILTERS[name] : "bilinear";
  const filter = resample === undefined ? unsaid : FILTERS[resample];
  if (filter) return filter;
  throw new TypeError(`Cannot preprocess with resample ${resample}: expected 0 to 4`);
}

function threeOf(values: readonly number[] | undefined, field: string): readonly number[] {
  if (values?.length === 3) return values;
  throw new TypeError(`Cannot preprocess: expected three numbers in ${field}, got ${values}`);
}
