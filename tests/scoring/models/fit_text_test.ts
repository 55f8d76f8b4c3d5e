import assert from "assert";
import { join } from "node:path";
import type { TextEncoder } from "lib/encoders/text/text_encoder.ts";
import {
  fitText,
  readText,
  roundedText,
  textModelKey,
  writeText,
} from "lib/scoring/models/fit_text.ts";
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

const pool = goldenVideos();

Deno.test("textModelKey() is another for each ingredient", () => {
  const change = { virality: 0.123, engagement: 0.5 };
  const videos = pool.videos.map((video, i) => i === 7 ? { ...video, scores: change } : video);
  const { train, test } = pool.randomFold;
  const keys = [
    textModelKey(pool),
    textModelKey(pool, { identity: { weights: "a" } }),
    textModelKey(pool, { identity: { weights: "b" } }),
    textModelKey({ ...pool, kind: "real" }),
    textModelKey({ ...pool, videos }),
    textModelKey({ ...pool, groups: pool.groups.with(7, "x") }),
    textModelKey({ ...pool, groupName: "blocks of 100 rows" }),
    textModelKey({ ...pool, randomFold: { train: test, test: train } }),
  ];
  assert.equal(new Set(keys.map((key) => keyedPath("", key))).size, keys.length);
  assert.deepEqual(textModelKey({ ...pool, name: "another name" }), keys[0]);
  for (const field of ["version", "minDf", "alpha"]) assert.ok(field in keys[0]!.identity, field);
});

Deno.test("textModelKey() stays what it was, so that models are found after a rewrite", () => {
  assert.equal(keyedPath("", textModelKey(pool, letters)), "text-d37fc10a6558");
});

Deno.test("fitText() has another version when its numbers are others", () =>
  inFolder(async (cache) => {
    const fitted = roundedText(await fitText(pool, { encoder: letters, cache }));
    const { state, performance: measured, distances } = fitted; // as the file calls them
    assert.deepEqual(
      {
        version: textModelKey(pool).identity.version,
        numbers: digestOf(agreed({ state, measured, distances })),
      },
      { version: 2, numbers: "c2211d3d77bca43224970f3e39b2221e17b67c1b6960cd6a0f00eba5d0e99d61" },
      "kept models are told apart by the version: count it up in fit_text.ts, note both here",
    );
  }));

Deno.test("readText() gives back what writeText() wrote, to 32 bits", () =>
  inFolder(async (parent) => {
    const folder = join(parent, "text");
    const fitted = await fitText(pool, { encoder: letters, cache: parent });
    await assert.rejects(readText(folder), Deno.errors.NotFound);
    await writeText(folder, fitted);
    assert.deepEqual(await readText(folder), roundedText(fitted));
  }));
