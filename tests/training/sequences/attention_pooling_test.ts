import assert from "assert";
import { pooled } from "lib/heads/sequences/pooled.ts";
import { ridge } from "lib/heads/ridge.ts";
import { r2 } from "lib/metrics/regression.ts";
import { type Backend, settings } from "lib/settings.ts";
import { attentionModel, attentionOf } from "lib/training/sequences/_attention_model.ts";
import { locateModalities, placeSideBySide } from "lib/training/sequences/_modalities.ts";
import { ensureNativeAddon } from "lib/training/addon/_native_addon.ts";
import { attentionPooling } from "lib/training/sequences/attention_pooling.ts";
import { padItems } from "lib/training/sequences/_padded_items.ts";
import { forward } from "lib/training/sequences/_sequence_model.ts";
import { loadTensorFlow, tf } from "lib/training/tensorflow.ts";
import type { DenseMatrix } from "lib/types.ts";
import { assertClose } from "../_arrays.ts";
import type { AttentionRun } from "../_attention_run.ts";
import { runChild } from "../_child.ts";
import { MEETING_COLUMNS, plantMeetings } from "../_meetings.ts";
import { plantSequences } from "../_sequences.ts";

await loadTensorFlow({ backend: "cpu" });

const heldOut = plantSequences(60, 2);

/** Where the native backend is missing its test is ignored. */
const HERE: Readonly<Partial<Record<Backend, boolean>>> = {
  native: (await ensureNativeAddon({ python: settings.python })).ready,
  wasm: true,
  cpu: true,
};

for (const backend of ["native", "wasm", "cpu"] as const) {
  Deno.test({
    name: `attentionPooling() finds planted rows on ${backend} (ignored where it is missing)`,
    ignore: !HERE[backend],
    async fn(t) {
      const run = await runChild<AttentionRun>("_attention_run.ts", { backend });
      const actual = [...heldOut.targets.data];

      await t.step("predict() gives the value in the planted row", () => {
        assert.ok(r2([...run.predicted], actual) > 0.99, `${r2([...run.predicted], actual)}`);
      });

      await t.step("attention() names the planted row and sums to 1 over a sequence", () => {
        run.attention.forEach((shares, i) => {
          assert.equal(shares.length, heldOut.features.items[i]!.rows);
          assertClose([shares.reduce((sum, share) => sum + share, 0)], [1]);
          assert.ok(shares[heldOut.planted[i]!]! > 0.9, `sequence ${i}: ${shares}`);
        });
      });

      await t.step("fit() records the losses of each epoch, the held-out ones too", () => {
        assert.deepEqual(
          run.history.map(({ epoch }) => epoch),
          [...run.history.keys()].map((i) => i + 1),
        );
        const [first, last] = [run.history[0]!, run.history.at(-1)!];
        for (const kind of ["training", "validation", "heldOut"] as const) {
          assert.ok(last[kind] < 0.1 * first[kind], `${kind}: ${first[kind]} to ${last[kind]}`);
        }
      });

      await t.step("predict() and attention() leave no tensors", () => {
        assert.equal(run.tensorsAfterUse, run.tensorsAfterFit);
      });
    },
  });
}

Deno.test("pooled() cannot find planted rows, which is what attention is for", async () => {
  const training = plantSequences(240, 1);
  const fitted = await pooled(ridge()).fit(training.features, training.targets);
  const predicted = await fitted.predict(heldOut.features);
  assert.ok(r2([...predicted.data], [...heldOut.targets.data]) < 0.3);
});

/** A column of numbers as a sequence. */
function column(...values: number[]): DenseMatrix {
  return { kind: "dense", rows: values.length, columns: 1, data: Float64Array.from(values) };
}

const modalities = locateModalities(undefined, 1);
const model = attentionModel({ targets: 1, hidden: 1, modalities });

/** V = 1, c = 0, w = 2, W = 3, b = 0.25. */
function tensors() {
  return {
    V: tf.tensor2d([[1]]),
    c: tf.tensor1d([0]),
    w: tf.tensor2d([[2]]),
    W: tf.tensor2d([[3]]),
    b: tf.tensor1d([0.25]),
  };
}

Deno.test("forward() weighs rows as worked by hand, and padding not at all", () => {
  // rows 0 and 1: scores 0 and 2 tanh 1 = 1.523188, attention 1 / (1 + e^1.523188)
  const items = padItems([column(0, 1), column(0, 1, 2, 2)], { modalities });
  const attention = attentionOf(tensors(), items).arraySync();
  assertClose(attention[0]!, [0.178992, 0.821008, 0, 0]);
  assertClose(forward(model, tensors(), items).arraySync()[0]!, [0.25 + 3 * 0.821008], 1e-5);
  assert.ok(attention[1]!.every((share) => share > 0));
});

Deno.test("padItems() fills up and marks padding", () => {
  const { x, mask } = padItems([column(0, 1), column(2)], { modalities });
  assert.deepEqual(x.arraySync(), [[[0], [1]], [[2], [0]]]);
  assert.deepEqual(mask.arraySync(), [[1, 1], [1, 0]]);
});

Deno.test("forward() lets no gradient through to padding", () => {
  const { x, ...rest } = padItems([column(0, 1), column(2, 0.5, 1.5)], { modalities });
  const sum = (rows: tf.Tensor) =>
    tf.sum(forward(model, tensors(), { x: rows as tf.Tensor3D, ...rest }));
  const gradient = tf.grad(sum)(x).arraySync() as number[][][];
  assert.equal(gradient[0]![2]![0], 0);
  assert.ok(gradient.flat(2).filter((value) => value !== 0).length === 5);
});

Deno.test("attentionPooling() predicts a sequence alike whatever longer one stands beside it", async () => {
  const training = plantSequences(20, 3);
  const fitted = await attentionPooling({ epochs: 3, hidden: 2 })
    .fit(training.features, training.targets);
  const [item] = heldOut.features.items;
  const one = { ...heldOut.features, rows: 1, items: [item!] };
  const many = { ...heldOut.features, rows: 2, items: [item!, longest(heldOut.features.items)] };
  const [alone, beside] = [await fitted.predict(one), await fitted.predict(many)];
  assertClose([beside.data[0]!], [alone.data[0]!]);
});

function longest(items: readonly DenseMatrix[]): DenseMatrix {
  return items.reduce((a, b) => b.rows > a.rows ? b : a);
}

Deno.test("attentionPooling() adds up to its prediction, modality by modality and frame by frame", async () => {
  const { features, targets } = plantMeetings(30, 3);
  const head = attentionPooling({ columnsOf: MEETING_COLUMNS, epochs: 5, hidden: 2 });
  const fitted = await head.fit(features, targets);
  const predicted = await fitted.predict(features);
  const contributions = await fitted.contributions(features);
  contributions.forEach((parts, i) => {
    assert.deepEqual(Object.keys(parts), ["visual", "text"]);
    const added = Object.values(parts).flatMap(({ data }) => [...data]);
    assert.equal(added.length, 2 * features.items[i]!.rows);
    const sum = added.reduce((total, value) => total + value, 0);
    assertClose([fitted.bias[0]! + sum], [predicted.data[i]!], 1e-5);
  });
  const silent = features.items[0]!.data.slice(2, 5).every((value) => value === 0);
  assert.equal(contributions[0]!.text!.data[0] === 0, silent);
});

Deno.test("attentionPooling() gives the same for the same seed, and stops by the validation given", async () => {
  const training = plantSequences(30, 4);
  const validation = plantSequences(10, 5);
  const run = async (seed: number) => {
    const head = attentionPooling({ seed, epochs: 6, hidden: 2, patience: 1, validation });
    return (await head.fit(training.features, training.targets)).history;
  };
  const history = await run(1);
  assert.deepEqual(await run(1), history);
  assert.notDeepEqual(await run(2), history);
  assert.ok(history.every(({ heldOut }) => heldOut === undefined));
});

Deno.test("attentionPooling() stops and goes back to the epoch of the lowest validation loss", async () => {
  const { features, targets } = plantSequences(12, 6);
  const wrong = { ...targets, data: targets.data.toReversed() }; // nothing to learn but by heart
  const validation = plantSequences(40, 7);
  const options = { epochs: 60, learningRate: 0.05, weightDecay: 0, patience: 3, validation };
  const fitted = await attentionPooling(options).fit(features, wrong);
  const losses = fitted.history.map((epoch) => epoch.validation);
  const best = losses.indexOf(Math.min(...losses));
  assert.ok(best < 56 && losses.length === best + 1 + 3, `${losses}`);
  const predicted = await fitted.predict(validation.features);
  const squares = [...predicted.data].map((value, i) => (value - validation.targets.data[i]!) ** 2);
  const reached = squares.reduce((sum, square) => sum + square, 0) / squares.length;
  assertClose([reached], [losses[best]!]);
});

Deno.test("attentionPooling() says what is wrong with sequences", async () => {
  const { features, targets } = plantSequences(2, 8);
  await assert.rejects(attentionPooling().fit(features, targets), {
    name: "RangeError",
    message:
      "Cannot fit attention pooling hidden 16 decay 0.01: expected at least 3 sequences, a fifth of which " +
      "validate, or validation sequences, got 2",
  });
  await assert.rejects(attentionPooling().fit(features, { ...targets, rows: 3 }), {
    name: "TypeError",
    message: /expected as many rows of targets as of features \(2\), got 3/,
  });
});

Deno.test("attentionPooling() refuses a hidden size that cannot be", () => {
  for (const hidden of [0, 1.5, NaN]) {
    assert.throws(() => attentionPooling({ hidden }), {
      name: "RangeError",
      message: "Cannot pool by attention: expected a positive whole number as hidden size, " +
        `got ${hidden}`,
    });
  }
});

Deno.test("attentionModel() gives each modality what its own columns' weights make of it", () => {
  const modalities = placeSideBySide({ visual: 1, text: 2 });
  const model = attentionModel({ targets: 1, hidden: 1, modalities });
  const tensors = {
    V: tf.zeros([3, 1]),
    c: tf.zeros([1]),
    w: tf.zeros([1, 1]),
    W: tf.tensor2d([1, 10, 100], [3, 1]),
  };
  const item: DenseMatrix = { kind: "dense", rows: 1, columns: 3, data: Float32Array.of(2, 3, 4) };
  const added = model.contribute(tensors, padItems([item], { modalities }));
  assert.deepEqual([...added.dataSync()], [2, 3 * 10 + 4 * 100]); // all attention to the only frame
});

Deno.test("attentionPooling() lets weights decay and leaves the constant alone", async () => {
  const { features, targets } = plantSequences(40, 1);
  const shifted = { ...targets, data: targets.data.map((value) => value + 5) };
  const head = attentionPooling({ hidden: 2, epochs: 10, patience: 10, weightDecay: 50 });
  const { bias } = await head.fit(features, shifted);
  assert.ok(Math.abs(bias[0]! - 5) < 0.5, `expected about 5, got ${bias[0]}`);
});
