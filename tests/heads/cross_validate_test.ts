import assert from "assert";
import { crossValidate } from "lib/heads/cross_validate.ts";
import { mean } from "lib/heads/mean.ts";
import { ridge } from "lib/heads/ridge.ts";
import { dense } from "./_matrices.ts";

const videos = [0.1, 0.2, 0.3, 0.6].map((score, row) => ({
  videoId: `v${row}`,
  row,
  transcript: "",
  scores: { virality: score, engagement: 1 - score },
}));
const features = dense([[0], [0], [0], [0]]);

Deno.test("crossValidate() predicts each video without its own fold, in the videos' order", async () => {
  const folds = [{ train: [0, 1], test: [3, 2] }, { train: [2, 3], test: [0, 1] }];
  const predictions = await crossValidate(mean(), { features, videos, folds });
  assert.deepEqual(predictions.map(({ videoId }) => videoId), ["v0", "v1", "v2", "v3"]);
  const means = [0.45, 0.45, 0.15, 0.15]; // of 0.3 and 0.6, and of 0.1 and 0.2
  predictions.forEach(({ predicted, actual }, row) => {
    assert.ok(Math.abs(predicted.virality - means[row]!) < 1e-12, `${predicted.virality}`);
    assert.equal(actual, videos[row]!.scores);
  });
});

Deno.test("crossValidate() makes features anew for each fold, from its training rows", async () => {
  const folds = [{ train: [0, 1], test: [3, 2] }, { train: [2, 3], test: [0, 1] }];
  const seen: (readonly number[])[] = [];
  const predictions = await crossValidate(ridge({ alpha: 1e-9 }), {
    features(train) {
      seen.push(train);
      const first = train[0]! === 0 ? [[1], [2], [5], [6]] : [[7], [8], [1], [4]];
      return Promise.resolve(dense(first));
    },
    videos,
    folds,
  });
  assert.deepEqual(seen, [[0, 1], [2, 3]]);
  // virality is x / 10 in the first fold and (x + 2) / 10 in the second
  const expected = [0.9, 1, 0.5, 0.6];
  predictions.forEach(({ predicted }, row) => {
    assert.ok(Math.abs(predicted.virality - expected[row]!) < 1e-6, `${predicted.virality}`);
  });
});

Deno.test("crossValidate() refuses folds that do not predict each row once", async () => {
  const left = [{ train: [0], test: [1, 2] }];
  await assert.rejects(crossValidate(mean(), { features, videos, folds: left }), {
    name: "RangeError",
    message: "Cannot cross-validate: expected row 0 in the test side of one fold, got 0",
  });
  const twice = [{ train: [0], test: [0, 1, 2, 3] }, { train: [0], test: [2] }];
  await assert.rejects(crossValidate(mean(), { features, videos, folds: twice }), {
    message: "Cannot cross-validate: expected row 2 in the test side of one fold, got 2",
  });
});
