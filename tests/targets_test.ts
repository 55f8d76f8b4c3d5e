import assert from "assert";
import {
  DEFAULT_TARGETS,
  forTargets,
  meanScores,
  namesOf,
  predictionsOf,
  scoresOf,
  shareOf,
  type Target,
  targetMatrix,
  TARGETS,
  valueOf,
} from "lib/targets.ts";
import type { Scores } from "lib/types.ts";

const scores = [{ virality: 0.5, engagement: 0.25 }, { virality: 1, engagement: 0 }];
const RATED: readonly Target[] = [
  ...DEFAULT_TARGETS,
  { ...DEFAULT_TARGETS[0], name: "rating", column: "stars", range: [1, 5], gaps: true },
];

Deno.test("targetMatrix() puts virality before engagement, a row a video", () => {
  const matrix = targetMatrix(scores.map((s) => ({ scores: s })));
  assert.deepEqual([...matrix.data], [0.5, 0.25, 1, 0]);
  assert.deepEqual([matrix.rows, matrix.columns], [2, 2]);
});

Deno.test("targetMatrix() leaves a gap where a target is not known", () => {
  const rated = [{ scores: scores[0]! }, { scores: { ...scores[1]!, rating: 0.75 } }];
  assert.deepEqual([...targetMatrix(rated, RATED).data], [0.5, 0.25, NaN, 1, 0, 0.75]);
});

Deno.test("scoresOf() reads targetMatrix() back", () => {
  assert.deepEqual(scoresOf(targetMatrix(scores.map((s) => ({ scores: s })))), scores);
  assert.deepEqual(scoresOf(targetMatrix([])), []);
  const rated = scores.map((it) => ({ ...it, rating: 0.5 }));
  assert.deepEqual(scoresOf(targetMatrix(rated.map((s) => ({ scores: s })), RATED), RATED), rated);
});

Deno.test("scoresOf() refuses a matrix that is not [N, K]", () => {
  const matrix = { kind: "dense", rows: 1, columns: 3, data: new Float64Array(3) } as const;
  assert.throws(() => scoresOf(matrix), {
    name: "TypeError",
    message: "Cannot read scores: expected 2 columns, got 3",
  });
  assert.throws(() => scoresOf(matrix, RATED.slice(0, 1)), { message: /expected 1 columns/ });
});

Deno.test("shareOf() and valueOf() go from a target's range to 0..1 and back", () => {
  const [virality, , rating] = RATED;
  assert.deepEqual([0, 42, 100].map((value) => shareOf(value, virality!)), [0, 0.42, 1]);
  assert.deepEqual([1, 2, 5].map((value) => shareOf(value, rating!)), [0, 0.25, 1]);
  assert.deepEqual([0, 0.25, 1].map((share) => valueOf(share, rating!)), [1, 2, 5]);
});

Deno.test("forTargets() makes something of each target in their order", () => {
  assert.deepEqual(namesOf(DEFAULT_TARGETS), TARGETS);
  const made = forTargets(namesOf(RATED), (name, place) => `${name} ${place}`);
  assert.deepEqual(Object.entries(made), [
    ["virality", "virality 0"],
    ["engagement", "engagement 1"],
    ["rating", "rating 2"],
  ]);
});

Deno.test("meanScores() averages over the videos of which a target is known", () => {
  const videos = [{ scores: scores[0]! }, { scores: { virality: 1 } as unknown as Scores }];
  assert.deepEqual(meanScores(videos, namesOf(RATED)), { virality: 0.75, engagement: 0.25 });
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
