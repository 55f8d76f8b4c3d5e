import assert from "assert";
import type { TextEncoder } from "lib/encoders/text/text_encoder.ts";
import { fitText } from "lib/scoring/text/fit_text.ts";
import { roundedText } from "lib/scoring/text/kept_text.ts";
import {
  TEXT_MODEL_VERSION,
  textModelKey,
  textModelOptions,
} from "lib/scoring/text/text_model_key.ts";
import { digestOf } from "lib/storage/digest.ts";
import { keyedPath } from "lib/storage/keyed_folder.ts";
import { inFolder } from "../../_in_folder.ts";
import { dense } from "../../heads/_matrices.ts";
import { agreed, goldenVideos } from "../_golden_videos.ts";

/** Knows a text by how often each of three letters stands in it. */
const letters: TextEncoder = {
  name: "letters",
  identity: { model: "letters" },
  columns: 3,
  encode: (texts) =>
    Promise.resolve(dense(texts.map((text) => {
      const counts = [..."aeo"].map((letter) => text.split(letter).length);
      return counts.map((count) => count / Math.hypot(...counts));
    }))),
};

const known = goldenVideos();

Deno.test("textModelKey() is another for each ingredient", () => {
  const change = { virality: 0.123, engagement: 0.5 };
  const videos = known.videos.map((video, i) => i === 7 ? { ...video, scores: change } : video);
  const { train, test } = known.randomFold;
  const keys = [
    textModelKey(known),
    textModelKey(known, { identity: { weights: "a" } }),
    textModelKey(known, { identity: { weights: "b" } }),
    textModelKey({ ...known, kind: "real" }),
    textModelKey({ ...known, videos }),
    textModelKey({ ...known, groups: known.groups.with(7, "x") }),
    textModelKey({ ...known, groupsName: "blocks of 100 rows" }),
    textModelKey({ ...known, randomFold: { train: test, test: train } }),
  ];
  assert.equal(new Set(keys.map((key) => keyedPath("", key))).size, keys.length);
  assert.deepEqual(textModelKey({ ...known, name: "another name" }), keys[0]);
  for (const field of ["version", "minDf", "alpha"]) assert.ok(field in keys[0]!.identity, field);
});

Deno.test("textModelKey() stays what it was, so that models are found after a rewrite", () => {
  assert.equal(keyedPath("", textModelKey(known, letters)), "text-d37fc10a6558");
});

Deno.test("fitText() has another version when its numbers are others", () =>
  inFolder(async (cache) => {
    const model = textModelOptions(known);
    const fitted = await fitText(known, { encoder: letters, cache, model });
    assert.deepEqual(
      { version: TEXT_MODEL_VERSION, numbers: digestOf(agreed(roundedText(fitted))) },
      { version: 2, numbers: "c2211d3d77bca43224970f3e39b2221e17b67c1b6960cd6a0f00eba5d0e99d61" },
      "kept models are told apart by the version: count it up in text_model_key.ts, note both here",
    );
  }));
