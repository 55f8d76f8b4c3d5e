import assert from "assert";
import { rowNumber } from "lib/encoders/row_number.ts";
import { fitAndPredict } from "lib/heads/fit_and_predict.ts";
import { kNearestNeighbours } from "lib/heads/k_nearest_neighbours.ts";
import { mean } from "lib/heads/mean.ts";
import { pooled } from "lib/heads/sequences/pooled.ts";
import type { Video } from "lib/types.ts";
import { sequences } from "./sequences/_sequences.ts";

const videos: Video[] = [0.1, 0.2, 0.6, 0.9].map((virality, row) => ({
  videoId: `video-00000${row}`.slice(-11),
  transcript: "",
  scores: { virality, engagement: 1 - virality },
  row,
}));

Deno.test("fitAndPredict() learns from the fitting rows alone", async () => {
  const features = await rowNumber.encode(videos);
  const trial = { features, videos, fitOn: [1, 0], predictOn: [3, 2] };
  const predictions = await fitAndPredict(mean(), trial);
  assert.deepEqual(predictions.map(({ videoId }) => videoId), [
    videos[3]!.videoId,
    videos[2]!.videoId,
  ]);
  assert.ok(Math.abs(predictions[0]!.predicted.virality - 0.15) < 1e-12); // (0.1 + 0.2) / 2
  assert.ok(Math.abs(predictions[0]!.predicted.engagement - 0.85) < 1e-12);
  assert.deepEqual(predictions[1]!.actual, videos[2]!.scores);
});

Deno.test("fitAndPredict() pairs each row's features with its own targets", async () => {
  const features = await rowNumber.encode(videos);
  const trial = { features, videos, fitOn: [3, 0], predictOn: [2, 1] };
  const predictions = await fitAndPredict(kNearestNeighbours({ k: 1 }), trial);
  assert.deepEqual(predictions.map(({ predicted }) => predicted.virality), [0.9, 0.1]);
});

Deno.test("fitAndPredict() gives each video its own sequence", async () => {
  const features = sequences([[[0]], [[5], [7]], [[5.9]], [[1]]]);
  const head = pooled(kNearestNeighbours({ k: 1 }), { statistics: ["mean"] });
  const trial = { features, videos, fitOn: [1, 0], predictOn: [3, 2] };
  const predictions = await fitAndPredict(head, trial);
  assert.deepEqual(predictions.map(({ predicted }) => predicted.virality), [0.1, 0.2]);
});

Deno.test("fitAndPredict() refuses features of other videos", async () => {
  const features = await rowNumber.encode(videos.slice(1));
  await assert.rejects(fitAndPredict(mean(), { features, videos, fitOn: [0], predictOn: [1] }), {
    name: "TypeError",
    message: /expected features of 4 videos, got 3/,
  });
});
