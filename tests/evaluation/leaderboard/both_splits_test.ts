import assert from "assert";
import { bothSplits } from "lib/evaluation/leaderboard/both_splits.ts";
import { leaderboard } from "lib/evaluation/leaderboard/leaderboard.ts";
import { prediction, saved } from "../_saved.ts";

Deno.test("bothSplits() pairs a model's rows of the same data and side, and no others", () => {
  const unseen = [prediction("ccccccccccc", 0.4, 0.5)];
  const groups = leaderboard([
    saved({ model: "Both" }),
    saved({ model: "Both", protocol: "channels", predictions: unseen }),
    saved({ model: "Random only" }),
    saved({ model: "Channels only", protocol: "channels", predictions: unseen }),
    saved({ model: "Random only", protocol: "channels", data: "other", predictions: unseen }),
    saved({ model: "Random only", protocol: "channels", side: "test", predictions: unseen }),
  ], { resamples: 10, seed: 1 });
  const pairs = bothSplits(groups);
  assert.deepEqual(pairs.map(({ model, side, protocol }) => ({ model, side, protocol })), [
    { model: "Both", side: "validation", protocol: "channels" },
  ]);
  assert.equal(pairs[0]!.known.saved.protocol, "random split");
  assert.equal(pairs[0]!.unseen.saved.protocol, "channels");
});

Deno.test("bothSplits() pairs rows of which one is of an older run, and marks the pair", () => {
  const unseen = [prediction("ccccccccccc", 0.4, 0.5)];
  const [known, other] = [saved(), saved({ protocol: "channels", predictions: unseen })];
  for (const older of [[known], [other], [known, other]]) {
    const groups = leaderboard([known, other], { resamples: 10, seed: 1, older: new Set(older) });
    assert.deepEqual(bothSplits(groups).map(({ model }) => model), ["Ridge (older run)"]);
  }
});
