import assert from "assert";
import type { HeldOut } from "lib/evaluation/held_out.ts";
import { channelHistoryCorrection, predictPast } from "lib/scoring/channel_history_correction.ts";
import type { HeldOutPerformance } from "lib/scoring/models/held_out_performance.ts";
import type { Prediction, Scores } from "lib/types.ts";
import { pool } from "./_scorers.ts";

/** Level and noise of the same size: n past residuals move a prediction by n / (n + 1) of their mean. */
const history: HeldOutPerformance["history"] = [0, 1].map(() => ({
  variance: 1,
  level: 0.5,
  likeness: 0,
  noise: 0.5,
}));

/** A group whose scores all lie 0.2 above what is predicted. */
const predictions = Array.from({ length: 6 }, (_, i): Prediction => ({
  videoId: `${i}`,
  predicted: { virality: 0.4, engagement: 0.5 },
  actual: { virality: 0.6, engagement: 0.5 },
}));
const unseen: HeldOut = {
  protocol: "channels",
  predictions,
  baseline: predictions,
  groups: predictions.map((_, i) => i < 4 ? "a" : "b"),
};

const base = { virality: 0.3, engagement: 0.5 };

/** What known videos are predicted as from so many past ones. */
function heldOutWith(count: number, held: HeldOut = unseen): HeldOut {
  const past = new Array<Prediction>(count).fill(predictions[0]!);
  return channelHistoryCorrection(base, { past, performance: { history, unseen: held } }).heldOut;
}

Deno.test("channelHistoryCorrection() moves a prediction by the shrunken mean of what was missed", () => {
  const past = predictions.slice(0, 3);
  const corrected = channelHistoryCorrection(base, { past, performance: { history, unseen } });
  const { predicted, moved } = corrected;
  assert.ok(Math.abs(moved.virality - 0.15) < 1e-9, "3 / 4 of 0.2");
  assert.ok(Math.abs(predicted.virality - 0.45) < 1e-9);
  assert.ok(Math.abs(moved.engagement) < 1e-9);
});

Deno.test("channelHistoryCorrection() predicts videos from those before, half of a group at most", () => {
  const heldOut = heldOutWith(3);
  // of four videos two are known and two predicted, of two one and one
  assert.deepEqual(heldOut.predictions.map(({ videoId }) => videoId), ["2", "3", "5"]);
  assert.deepEqual(heldOut.groups, ["a", "a", "b"]);
  assert.equal(heldOut.baseline.length, 3);
  const moved = heldOut.predictions.map(({ predicted }) => predicted.virality - 0.4);
  [0.2 * 2 / 3, 0.2 * 2 / 3, 0.2 / 2].forEach((expected, i) =>
    assert.ok(Math.abs(moved[i]! - expected) < 1e-9, `video ${i}: got ${moved[i]}`)
  );
  assert.equal(heldOut.protocol, "channels, with up to 3 known videos each");
});

Deno.test("channelHistoryCorrection() knows the videos right before, none further back and none later", () => {
  const missed = [0.4, 0.2, 0, 0.6];
  const changing = missed.map((virality, i) => ({
    ...predictions[i]!,
    actual: { virality: 0.4 + virality, engagement: 0.5 },
  }));
  const held = { ...unseen, predictions: changing, groups: missed.map(() => "a") };
  const { predictions: made, protocol } = heldOutWith(1, held);
  assert.equal(protocol, "channels, with 1 known video each");
  // one known video moves by half of what was missed of it
  const moved = made.map(({ predicted }) => Math.round(1e6 * (predicted.virality - 0.4)) / 1e6);
  assert.deepEqual(moved, [0.2, 0.1, 0]);
});

Deno.test("channelHistoryCorrection() leaves predictions as they are where nothing is known", () => {
  assert.deepEqual(
    heldOutWith(0).predictions.map(({ predicted }) => predicted.virality),
    new Array(6).fill(0.4),
  );
});

const both = (score: number): Scores => ({ virality: score, engagement: score });

Deno.test("predictPast() predicts videos with a transcript from it and others by the mean", async () => {
  const videos = [{ virality: 0.2, engagement: 1 }, { virality: 0.4, engagement: 0 }]
    .map((scores, i) => ({ ...pool.videos[i]!, scores }));
  const asked: (readonly string[])[] = [];
  const past = await predictPast([
    { scores: both(0.1) },
    { scores: both(0.2), transcript: "four" },
    { scores: both(0.3), transcript: "" },
    { scores: both(0.4), transcript: "eleven\x07chars" },
  ], {
    pool: { videos },
    predict: (texts) => {
      asked.push(texts);
      return Promise.resolve(texts.map((text) => both(text.length / 100)));
    },
  });
  assert.deepEqual(asked, [["four", "eleven chars"]]);
  const round = (value: number) => Math.round(1e12 * value) / 1e12;
  assert.deepEqual(past.map(({ predicted }) => round(predicted.virality)), [0.3, 0.04, 0.3, 0.12]);
  assert.deepEqual(past.map(({ predicted }) => predicted.engagement), [0.5, 0.04, 0.5, 0.12]);
  assert.deepEqual(past.map(({ actual }) => actual.virality), [0.1, 0.2, 0.3, 0.4]);
});
