import assert from "assert";
import type { Neighbour } from "lib/scoring/answer.ts";
import { sameCautions } from "lib/scoring/same_cautions.ts";

function near(similarity: number): Neighbour {
  const scores = { virality: 1, engagement: 2 };
  return { videoId: "abcdefghijk", similarity, scores, snippet: "" };
}

Deno.test("sameCautions() names the known video that was scored, by what it was known", () => {
  const [caution, ...others] = sameCautions([near(1), near(0.99995)], "clip");
  assert.match(caution!, /fitted on this very clip \(video abcdefghijk\): the score is better/);
  assert.deepEqual(others, []);
});

Deno.test("sameCautions() says nothing of videos that are only like it", () => {
  assert.deepEqual(sameCautions([near(0.9999), near(0.5)], "text"), []);
  assert.deepEqual(sameCautions([], "text"), []);
});
