import type { FrameGeometry, ResamplingFilter } from "lib/loaders/clips/frames.ts";

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
interface PreprocessorConfig {
  readonly image_processor_type?: string;
  readonly feature_extractor_type?: string;
  readonly do_resize?: boolean;
  readonly size?: number | Size;
  readonly crop_pct?: number;
  readonly do_center_crop?: boolean;
  readonly crop_size?: number | Size;
  readonly resample?: number;
  readonly do_rescale?: boolean;
  readonly rescale_factor?: number;
  readonly rescale_offset?: boolean;
  readonly do_normalize?: boolean;
  readonly image_mean?: readonly number[];
  readonly image_std?: readonly number[];
}

type Size = { shortest_edge: number } | { width: number; height: number };

/** Pillow's numbers for its filters; 5, Hamming, has no equal in swscale. */
const FILTERS: readonly (ResamplingFilter | undefined)[] = [
  "nearest",
  "lanczos",
  "bilinear",
  "bicubic",
  "box",
];

/**
 * Reads a `preprocessor_config.json` as transformers' image processors do.
 *
 * ConvNeXT's processor, which ResNet uses, resizes the shorter edge to `size / crop_pct` and crops
 * below 384 pixels, and squeezes to a square from there on.
 *
 * @param text the file's content
 * @throws {SyntaxError} when it is no JSON
 * @throws {TypeError} when it asks for something that is not understood
 */
export function parsePreprocessorConfig(text: string): Preprocessing {
  const config = JSON.parse(text) as PreprocessorConfig;
  if (config.rescale_offset) throw new TypeError("Cannot preprocess with rescale_offset: true");
  const normalize = config.do_normalize ?? true;
  return {
    geometry: { ...sizes(config), filter: filterOf(config.resample ?? 2) },
    scale: config.do_rescale === false ? 1 : config.rescale_factor ?? 1 / 255,
    mean: normalize ? threeOf(config.image_mean, "image_mean") : [0, 0, 0],
    std: normalize ? threeOf(config.image_std, "image_std") : [1, 1, 1],
  };
}

function sizes(config: PreprocessorConfig): Pick<FrameGeometry, "resize" | "crop"> {
  const { size = 224, crop_size: cropSize = 224 } = config;
  if (config.do_resize === false) throw new TypeError("Cannot preprocess with do_resize: false");
  if (/ConvNe/i.test(config.image_processor_type ?? config.feature_extractor_type ?? "")) {
    return convNextSizes(edgeOf(size), config.crop_pct ?? 224 / 256);
  }
  const crop = config.do_center_crop ? boxOf(cropSize) : undefined;
  if (typeof size === "object" && "width" in size) return { resize: boxOf(size), crop };
  const edge = edgeOf(size);
  if (crop) return { resize: { shortestEdge: edge }, crop };
  if (typeof size === "number") return { resize: { width: edge, height: edge } };
  return { resize: { shortestEdge: edge }, crop: { width: edge, height: edge } }; // one size for all
}

function convNextSizes(edge: number, cropFraction: number): Pick<FrameGeometry, "resize" | "crop"> {
  const square = { width: edge, height: edge };
  if (edge >= 384) return { resize: square };
  return { resize: { shortestEdge: Math.trunc(edge / cropFraction) }, crop: square };
}

function edgeOf(size: number | Size): number {
  if (typeof size === "number") return size;
  return "shortest_edge" in size ? size.shortest_edge : Math.min(size.width, size.height);
}

function boxOf(size: number | Size) {
  const edge = edgeOf(size);
  return typeof size === "object" && "width" in size
    ? { width: size.width, height: size.height }
    : { width: edge, height: edge };
}

function filterOf(resample: number): ResamplingFilter {
  const filter = FILTERS[resample];
  if (filter) return filter;
  throw new TypeError(`Cannot preprocess with resample ${resample}: expected 0 to 4`);
}

function threeOf(values: readonly number[] | undefined, field: string): readonly number[] {
  if (values?.length === 3) return values;
  throw new TypeError(`Cannot preprocess: expected three numbers in ${field}, got ${values}`);
}
