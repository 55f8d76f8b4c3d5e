import type { FrameGeometry } from "lib/loaders/clips/frames.ts";

/** The fields of Hugging Face's `preprocessor_config.json` that decide sizes. */
export interface SizeConfig {
  readonly image_processor_type?: string;
  readonly feature_extractor_type?: string;
  readonly do_resize?: boolean;
  readonly size?: number | Size;
  readonly crop_pct?: number;
  readonly do_center_crop?: boolean;
  readonly crop_size?: number | Size;
}

type Size = { shortest_edge: number } | { width: number; height: number };

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

/** How pictures are resized, and what is cut out of their middle. */
export type PictureSizes = Pick<FrameGeometry, "resize" | "crop">;

/**
 * Reads how an image processor of the class that a file names resizes and crops pictures.
 *
 * ConvNeXT's processor, which ResNet uses, resizes the shorter edge to `size / crop_pct` and crops
 * below 384 pixels, and squeezes to a square from there on; LeViT's resizes the shorter edge to
 * `size * 256 / 224`. A file that names no class is read by its fields: a whole number in `size` is both
 * edges unless the middle is cut out.
 *
 * @throws {TypeError} when the class is unknown, or pictures are not to be resized
 */
export function pictureSizes(config: SizeConfig): PictureSizes {
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
export function classOf(config: SizeConfig): string | undefined {
  const name = config.image_processor_type ?? config.feature_extractor_type;
  return name?.replace(/(ImageProcessor|FeatureExtractor)(Fast|Pil)?$/, "").toLowerCase();
}

function rulesOf(config: SizeConfig, name: string | undefined): ProcessorClass {
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
  { size = 224, crop_pct: cropFraction = 224 / 256 }: SizeConfig,
): PictureSizes {
  const edge = edgeOf(size);
  const square = { width: edge, height: edge };
  if (edge >= 384) return { resize: square };
  return { resize: { shortestEdge: Math.trunc(edge / cropFraction) }, crop: square };
}

function levitSizes(config: SizeConfig): PictureSizes {
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
