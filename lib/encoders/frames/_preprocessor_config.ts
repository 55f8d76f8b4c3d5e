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
  readonly include_top?: boolean;
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

/** What a class of image processors makes of `size` and `do_center_crop`. */
interface ProcessorClass {
  /** Whether a whole number in `size` is the length of both edges, not only of the shorter one. */
  readonly square: boolean;
  /** Whether the middle is cut out where the file does not say; some classes never do. */
  readonly crops: boolean | "never";
}

/** Classes of transformers' image processors, without `ImageProcessor` or `FeatureExtractor`. */
const CLASSES: Readonly<Record<string, ProcessorClass>> = {
  vit: { square: true, crops: "never" },
  siglip: { square: true, crops: "never" },
  deit: { square: true, crops: true },
  beit: { square: true, crops: true },
  efficientnet: { square: true, crops: false },
  clip: { square: false, crops: true },
  bit: { square: false, crops: true },
  mobilenetv1: { square: false, crops: true },
  mobilenetv2: { square: false, crops: true },
};

/** Classes whose sizes have rules of their own. */
const OWN_RULES = { convnext: convNextSizes, levit: levitSizes } as const;

/**
 * Reads a `preprocessor_config.json` as transformers' image processor of the same class does.
 *
 * ConvNeXT's processor, which ResNet uses, resizes the shorter edge to `size / crop_pct` and crops
 * below 384 pixels, and squeezes to a square from there on; LeViT's resizes the shorter edge to
 * `size * 256 / 224`. A file that names no class is read by its fields: a whole number in `size` is both
 * edges unless the middle is cut out.
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
    geometry: { ...sizes(config), filter: filterOf(config.resample ?? 2) },
    scale: config.do_rescale === false ? 1 : config.rescale_factor ?? 1 / 255,
    mean: normalize ? threeOf(config.image_mean, "image_mean") : [0, 0, 0],
    std: normalize ? threeOf(config.image_std, "image_std") : [1, 1, 1],
  };
}

type Sizes = Pick<FrameGeometry, "resize" | "crop">;

function sizes(config: PreprocessorConfig): Sizes {
  if (config.do_resize === false) throw new TypeError("Cannot preprocess with do_resize: false");
  const name = classOf(config);
  if (name && Object.hasOwn(OWN_RULES, name)) {
    return OWN_RULES[name as keyof typeof OWN_RULES](config);
  }
  const { square, crops } = rulesOf(config, name);
  const { size = 224, crop_size: cropSize = 224 } = config;
  const cuts = crops !== "never" && (config.do_center_crop ?? crops);
  const crop = cuts ? boxOf(cropSize) : undefined;
  if (isBox(size) || (square && typeof size === "number")) return { resize: boxOf(size), crop };
  const edge = edgeOf(size);
  return { resize: { shortestEdge: edge }, crop: crop ?? { width: edge, height: edge } }; // one size for all
}

/** The class that the file names, in small letters: `bit` of `BitImageProcessorFast`. */
function classOf(config: PreprocessorConfig): string | undefined {
  const name = config.image_processor_type ?? config.feature_extractor_type;
  return name?.replace(/(ImageProcessor|FeatureExtractor)(Fast|Pil)?$/, "").toLowerCase();
}

function rulesOf(config: PreprocessorConfig, name: string | undefined): ProcessorClass {
  if (name === undefined) return { square: !config.do_center_crop, crops: false };
  if (Object.hasOwn(CLASSES, name)) return CLASSES[name]!;
  throw new TypeError(
    `Cannot preprocess as ${config.image_processor_type ?? config.feature_extractor_type} does: ` +
      `expected an image processor of ${
        [...Object.keys(CLASSES), ...Object.keys(OWN_RULES)].join(", ")
      }`,
  );
}

function convNextSizes(
  { size = 224, crop_pct: cropFraction = 224 / 256 }: PreprocessorConfig,
): Sizes {
  const edge = edgeOf(size);
  const square = { width: edge, height: edge };
  if (edge >= 384) return { resize: square };
  return { resize: { shortestEdge: Math.trunc(edge / cropFraction) }, crop: square };
}

function levitSizes(config: PreprocessorConfig): Sizes {
  const { size = 224, crop_size: cropSize = 224, do_center_crop: crops = true } = config;
  const edge = Math.trunc(256 / 224 * edgeOf(size));
  const resize = isBox(size) ? boxOf(size) : { shortestEdge: edge };
  return { resize, crop: crops || !isBox(size) ? boxOf(crops ? cropSize : edge) : undefined };
}

function isBox(size: number | Size): size is { width: number; height: number } {
  return typeof size === "object" && "width" in size;
}

function edgeOf(size: number | Size): number {
  if (typeof size === "number") return size;
  return isBox(size) ? Math.min(size.width, size.height) : size.shortest_edge;
}

function boxOf(size: number | Size): { width: number; height: number } {
  const edge = edgeOf(size);
  return isBox(size) ? { width: size.width, height: size.height } : { width: edge, height: edge };
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
