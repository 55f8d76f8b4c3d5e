import assert from "assert";
import fc from "fast-check";
import { averagePredictions, averageSaved } from "lib/evaluation/leaderboard/ensemble.ts";
import { averagedMse } from "lib/metrics/averaged_mse.ts";
import { prediction, saved } from "../_saved.ts";

Deno.test("averagePredictions() gives each model the same weight", () => {
  const [video] = averagePredictions([
    [{ ...prediction("aaaaaaaaaaa", 0, 0.5), predicted: { virality: 0.25, engagement: 1 } }],
    [{ ...prediction("aaaaaaaaaaa", 0, 0.5), predicted: { virality: 0.5, engagement: 0 } }],
    [{ ...prediction("aaaaaaaaaaa", 0, 0.5), predicted: { virality: 0.75, engagement: 0.5 } }],
  ]);
  assert.deepEqual(video, {
    videoId: "aaaaaaaaaaa",
    predicted: { virality: 0.5, engagement: 0.5 },
    actual: { virality: 0.5, engagement: 0.5 },
  });
});

Deno.test("averagePredictions() has at most the models' average squared error", () => {
  const score = fc.double({ min: 0, max: 1, noNaN: true });
  const rows = fc.array(fc.tuple(score, score, score), { minLength: 1, maxLength: 20 });
  fc.assert(fc.property(rows, (triples) => {
    const [a, b] = [0, 1].map((model) =>
      triples.map((triple, row) => prediction(`video${row}`, triple[model]!, triple[2]))
    );
    const members = (averagedMse(a!) + averagedMse(b!)) / 2;
    assert.ok(averagedMse(averagePredictions([a!, b!])) <= members + 1e-12);
  }));
});

Deno.test("averagePredictions() refuses models of other videos by row", () => {
  const [a, b] = [prediction("aaaaaaaaaaa", 0, 0.5), prediction("bbbbbbbbbbb", 0, 0.5)];
  const text = "Cannot average predictions: expected the same videos and actual scores in row";
  assert.throws(() => averagePredictions([[a, b], [a, a]]), {
    name: "TypeError",
    message: `${text} 1, got bbbbbbbbbbb and aaaaaaaaaaa`,
  });
  assert.throws(() => averagePredictions([[a], [a, b]]), {
    name: "TypeError",
    message: `${text} 1, got none and bbbbbbbbbbb`,
  });
  assert.throws(() => averagePredictions([[a], [prediction("aaaaaaaaaaa", 0, 0.6)]]), {
    name: "TypeError",
    message: `${text} 0, got aaaaaaaaaaa and aaaaaaaaaaa`,
  });
  assert.throws(() => averagePredictions([]), {
    name: "RangeError",
    message: "Cannot average predictions: expected at least one model, got none",
  });
});

Deno.test("averageSaved() adds up costs only where all members know theirs, and names no run", () => {
  const members = [
    saved({ seconds: { fit: 1, predict: 2 }, run: { digest: "r", trainer: 1, recipes: "c" } }),
    saved({ model: "Other", seconds: { predict: 3 } }),
  ];
  const ensemble = averageSaved(members, { model: "Mean", notebook: "Leaderboard" });
  assert.deepEqual(ensemble, {
    ...saved({ model: "Mean", notebook: "Leaderboard", role: "ensemble" }),
    seconds: { predict: 5 },
    predictions: saved().predictions,
  });
});

Deno.test("averageSaved() refuses members of different kinds by field", () => {
  const name = { model: "Mean", notebook: "Leaderboard" };
  assert.throws(() => averageSaved([saved(), saved({ model: "B", protocol: "channels" })], name), {
    name: "TypeError",
    message:
      "Cannot average Ridge and B: expected the same protocol, got random split and channels",
  });
  const [one, two] = ["d".repeat(64), "e".repeat(64)];
  assert.throws(() => averageSaved([saved(), saved({ dataDigest: two })], name), {
    name: "TypeError",
    message: `Cannot average Ridge and Ridge: expected the same dataDigest, got ${one} and ${two}`,
  });
  assert.throws(() => averageSaved([saved(), saved({ side: "test" })], name), {
    name: "TypeError",
    message: "Cannot average Ridge and Ridge: expected the same side, got validation and test",
  });
});
