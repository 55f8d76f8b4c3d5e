import assert from "assert";
import { restoreChannelHistory } from "lib/heads/history/channel_history.ts";
import type { HeldOut } from "lib/scoring/held_out.ts";
import { historyOf, type Measured } from "lib/scoring/measured.ts";
import { holdOutWithPast, withPast } from "lib/scoring/with_past.ts";
import type { Prediction } from "lib/types.ts";

/** Level and noise of the same size: n past residuals move a prediction by n / (n + 1) of their mean. */
const history: Measured["history"] = [0, 1].map(() => ({
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

Deno.test("withPast() moves a prediction by the shrunken mean of what was missed", () => {
  const measured: Measured = { facts: [], random: unseen, unseen, history };
  const base = { virality: 0.3, engagement: 0.5 };
  const past = predictions.slice(0, 3);
  const { predicted, moved } = withPast(base, { past, measured });
  assert.ok(Math.abs(moved.virality - 0.15) < 1e-9, "3 / 4 of 0.2");
  assert.ok(Math.abs(predicted.virality - 0.45) < 1e-9);
  assert.ok(Math.abs(moved.engagement) < 1e-9);
});

Deno.test("holdOutWithPast() predicts videos from those before, half of a group at most", () => {
  const heldOut = holdOutWithPast(unseen, { history: historyOf({ history }), known: 3 });
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

Deno.test("holdOutWithPast() knows the videos right before, none further back and none later", () => {
  const missed = [0.4, 0.2, 0, 0.6];
  const changing = missed.map((virality, i) => ({
    ...predictions[i]!,
    actual: { virality: 0.4 + virality, engagement: 0.5 },
  }));
  const held = { ...unseen, predictions: changing, groups: missed.map(() => "a") };
  const { predictions: made, protocol } = holdOutWithPast(held, {
    history: historyOf({ history }),
    known: 1,
  });
  assert.equal(protocol, "channels, with 1 known video each");
  // one known video moves by half of what was missed of it
  const moved = made.map(({ predicted }) => Math.round(1e6 * (predicted.virality - 0.4)) / 1e6);
  assert.deepEqual(moved, [0.2, 0.1, 0]);
});

Deno.test("holdOutWithPast() leaves predictions as they are where nothing is known", () => {
  const nothing = restoreChannelHistory(history, {});
  const heldOut = holdOutWithPast(unseen, { history: nothing, known: 0 });
  assert.deepEqual(
    heldOut.predictions.map(({ predicted }) => predicted.virality),
    new Array(6).fill(0.4),
  );
});
