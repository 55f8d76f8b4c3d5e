import assert from "assert";
import { predictionsOf, scoresOf, targetMatrix } from "lib/targets.ts";

const scores = [{ virality: 0.5, engagement: 0.25 }, { virality: 1, engagement: 0 }];

Deno.test("targetMatrix() puts virality before engagement, a row a video", () => {
  const matrix = targetMatrix(scores.map((s) => ({ scores: s })));
  assert.deepEqual([...matrix.data], [0.5, 0.25, 1, 0]);
  assert.deepEqual([matrix.rows, matrix.columns], [2, 2]);
});

Deno.test("scoresOf() reads targetMatrix() back", () => {
  assert.deepEqual(scoresOf(targetMatrix(scores.map((s) => ({ scores: s })))), scores);
  assert.deepEqual(scoresOf(targetMatrix([])), []);
});

Deno.test("scoresOf() refuses a matrix that is not [N, 2]", () => {
  assert.throws(
    () => scoresOf({ kind: "dense", rows: 1, columns: 3, data: new Float64Array(3) }),
    { name: "TypeError", message: "Cannot read scores: expected 2 columns, got 3" },
  );
});

Deno.test("predictionsOf() sets predictions beside the scores of the same video", () => {
  const videos = scores.map((it, i) => ({ videoId: `video ${i}`, scores: it }));
  const predicted = [{ virality: 0.1, engagement: 0.2 }, { virality: 0.3, engagement: 0.4 }];
  assert.deepEqual(predictionsOf(videos, predicted)[1], {
    videoId: "video 1",
    predicted: { virality: 0.3, engagement: 0.4 },
    actual: { virality: 1, engagement: 0 },
  });
  assert.throws(() => predictionsOf(videos, predicted.slice(1)), {
    name: "TypeError",
    message: "Cannot pair predictions: expected one for each of 2 videos, got 1",
  });
});
