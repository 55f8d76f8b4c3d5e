import assert from "assert";
import { lossPoints } from "lib/training/loss_points.ts";
import type { TrainingEntry } from "lib/training/train_options.ts";

const ENTRIES: TrainingEntry[] = [
  { kind: "step", epoch: 1, step: 1, loss: 0.4, learningRate: 0.1, seconds: 1 },
  { kind: "step", epoch: 1, step: 2, loss: 0.2, learningRate: 0.1, seconds: 1 },
  { kind: "validation", epoch: 1, step: 2, loss: 0.3, seconds: 1 },
  { kind: "epoch", epoch: 1, step: 2, trainingLoss: 0.35, validationLoss: 0.3, seconds: 1 },
];

Deno.test("lossPoints() picks one kind of loss with its own count", () => {
  const points = (kind: Parameters<typeof lossPoints>[2]) => lossPoints("a", ENTRIES, kind);
  assert.deepEqual(points("training steps"), [
    { at: 1, loss: 0.4, run: "a" },
    { at: 2, loss: 0.2, run: "a" },
  ]);
  assert.deepEqual(points("validation steps"), [{ at: 2, loss: 0.3, run: "a" }]);
  assert.deepEqual(points("training epochs"), [{ at: 1, loss: 0.35, run: "a" }]);
  assert.deepEqual(points("validation epochs"), [{ at: 1, loss: 0.3, run: "a" }]);
});
