import assert from "assert";
import { pointsMoved } from "lib/scoring/points_moved.ts";

Deno.test("pointsMoved() is above 0 for what raised a score", () => {
  const [whole, without] = [{ virality: 0.75, engagement: 0.25 }, {
    virality: 0.5,
    engagement: 0.5,
  }];
  assert.deepEqual(pointsMoved(whole, without), { virality: 25, engagement: -25 });
});
