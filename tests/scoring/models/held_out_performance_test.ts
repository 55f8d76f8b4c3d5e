import assert from "assert";
import { heldOutProtocols } from "lib/evaluation/protocol.ts";
import { heldOutPerformance } from "lib/scoring/models/held_out_performance.ts";
import { pool } from "../_scorers.ts";

Deno.test("heldOutPerformance() predicts the random fold once and the whole pool by unseen groups", async () => {
  const { random, unseen, facts, history } = await heldOutPerformance(pool.videos, {
    protocols: heldOutProtocols(pool),
    predict: ({ test }) => Promise.resolve(test.map((row) => pool.videos[row]!.scores)),
  });
  assert.deepEqual(
    random.predictions.map(({ videoId }) => videoId),
    pool.randomFold.test.map((row) => pool.videos[row]!.videoId),
  );
  assert.deepEqual(
    unseen.predictions.map(({ videoId }) => videoId).sort(),
    pool.videos.map(({ videoId }) => videoId).sort(),
  );
  assert.deepEqual(facts.map(({ protocol, mse }) => [protocol, mse]), [
    ["random split", 0],
    ["channels", 0],
  ]);
  assert.equal(history.length, 2, "a target each");
});
