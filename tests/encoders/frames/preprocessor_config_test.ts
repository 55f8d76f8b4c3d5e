import assert from "assert";
import { parsePreprocessorConfig } from "lib/encoders/frames/_preprocessor_config.ts";

const IMAGENET = { image_mean: [0.485, 0.456, 0.406], image_std: [0.229, 0.224, 0.225] };

const parse = (config: Record<string, unknown>) =>
  parsePreprocessorConfig(JSON.stringify({ ...IMAGENET, ...config }));

// Expected sizes are those of transformers 5.24's processors of the same configuration.

Deno.test("parsePreprocessorConfig() reads facebook/dinov2-small's", () => {
  const config = parse({
    image_processor_type: "BitImageProcessor",
    size: { shortest_edge: 256 },
    resample: 3,
    do_center_crop: true,
    crop_size: { height: 224, width: 224 },
    rescale_factor: 0.00392156862745098,
  });
  assert.deepEqual(config.geometry, {
    resize: { shortestEdge: 256 },
    crop: { width: 224, height: 224 },
    filter: "bicubic",
  });
  assert.equal(config.scale, 1 / 255);
  assert.deepEqual(config.mean, IMAGENET.image_mean);
});

Deno.test("parsePreprocessorConfig() reads microsoft/resnet-50's as ConvNeXT's processor does", () => {
  const names = ["feature_extractor_type", "image_processor_type"];
  for (const [i, type] of ["ConvNextFeatureExtractor", "ConvNextImageProcessor"].entries()) {
    const { geometry } = parse({ [names[i]!]: type, size: 224, crop_pct: 0.875, resample: 3 });
    assert.deepEqual(geometry.resize, { shortestEdge: 256 });
    assert.deepEqual(geometry.crop, { width: 224, height: 224 });
  }
  const large = parse({ feature_extractor_type: "ConvNextFeatureExtractor", size: 384 });
  assert.deepEqual(large.geometry.resize, { width: 384, height: 384 });
  assert.equal(large.geometry.crop, undefined);
});

Deno.test("parsePreprocessorConfig() reads ViT's and CLIP's old and new sizes", () => {
  const square = { width: 224, height: 224 };
  for (const size of [224, square]) {
    const { geometry } = parse({ size, resample: 2 });
    assert.deepEqual(geometry.resize, square);
    assert.equal(geometry.crop, undefined);
    assert.equal(geometry.filter, "bilinear");
  }
  const clip = parse({ size: 224, do_center_crop: true, crop_size: 224, resample: 3 });
  assert.deepEqual(clip.geometry.resize, { shortestEdge: 224 });
  assert.deepEqual(clip.geometry.crop, square);
});

Deno.test("parsePreprocessorConfig() leaves out what a model does without", () => {
  const { mean, std, scale } = parse({ size: 224, do_normalize: false, do_rescale: false });
  assert.deepEqual([mean, std, scale], [[0, 0, 0], [1, 1, 1], 1]);
});

Deno.test("parsePreprocessorConfig() refuses what it does not understand", () => {
  assert.throws(() => parse({ rescale_offset: true }), { name: "TypeError" });
  assert.throws(() => parse({ do_resize: false }), { name: "TypeError" });
  assert.throws(() => parse({ resample: 5 }), {
    name: "TypeError",
    message: "Cannot preprocess with resample 5: expected 0 to 4",
  });
  assert.throws(() => parse({ image_mean: [0.5] }), {
    name: "TypeError",
    message: "Cannot preprocess: expected three numbers in image_mean, got 0.5",
  });
  assert.throws(() => parsePreprocessorConfig("{"), { name: "SyntaxError" });
});

// A whole number in `size` is what each class makes of it in its `__init__` and `resize` (get_size_dict
// with default_to_square), transformers 4.57 and 5.

const box = (edge: number) => ({ width: edge, height: edge });

for (
  const [type, resize, crop] of [
    ["ViTImageProcessor", box(256), undefined],
    ["ViTFeatureExtractor", box(256), undefined],
    ["SiglipImageProcessor", box(256), undefined],
    ["DeiTImageProcessor", box(256), box(224)],
    ["DeiTImageProcessorFast", box(256), box(224)],
    ["BeitImageProcessor", box(256), box(224)],
    ["CLIPImageProcessor", { shortestEdge: 256 }, box(224)],
    ["BitImageProcessor", { shortestEdge: 256 }, box(224)],
    ["MobileNetV2ImageProcessor", { shortestEdge: 256 }, box(224)],
    ["LevitImageProcessor", { shortestEdge: 292 }, box(224)], // int(256 / 224 * 256)
  ] as const
) {
  Deno.test(`parsePreprocessorConfig() takes a whole number as ${type} does`, () => {
    const { geometry } = parse({ image_processor_type: type, size: 256 });
    assert.deepEqual([geometry.resize, geometry.crop], [resize, crop]);
  });
}

Deno.test("parsePreprocessorConfig() never crops as ViT, and not where a class is told not to", () => {
  const vit = parse({ image_processor_type: "ViTImageProcessor", size: 224, do_center_crop: true });
  assert.equal(vit.geometry.crop, undefined);
  const deit = parse({
    image_processor_type: "DeiTImageProcessor",
    size: 224,
    do_center_crop: false,
  });
  assert.deepEqual([deit.geometry.resize, deit.geometry.crop], [box(224), undefined]);
});

Deno.test("parsePreprocessorConfig() refuses classes that it does not know", () => {
  assert.throws(() => parse({ image_processor_type: "MobileViTImageProcessor", size: 224 }), {
    name: "TypeError",
    message: "Cannot preprocess as MobileViTImageProcessor does: expected an image processor of " +
      "vit, siglip, deit, beit, efficientnet, clip, bit, mobilenetv1, mobilenetv2, convnext, levit",
  });
  assert.throws(
    () => parse({ image_processor_type: "EfficientNetImageProcessor", include_top: true }),
    {
      name: "TypeError",
      message: "Cannot preprocess with include_top: true",
    },
  );
});

Deno.test("parsePreprocessorConfig() resamples as the class does where the file does not say how", () => {
  const filterOf = (type: string) =>
    parse({ image_processor_type: type, size: 224 }).geometry.filter;
  assert.equal(filterOf("ViTImageProcessor"), "bilinear");
  assert.equal(filterOf("ConvNextImageProcessor"), "bilinear");
  for (const type of ["DeiT", "Beit", "CLIP", "Bit", "Levit", "Siglip"]) {
    assert.equal(filterOf(`${type}ImageProcessor`), "bicubic", type);
  }
  assert.throws(() => filterOf("EfficientNetImageProcessor"), {
    name: "TypeError",
    message: "Cannot preprocess with resample undefined: expected 0 to 4",
  });
});
