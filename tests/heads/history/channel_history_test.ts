import assert from "assert";
import fc from "fast-check";
import { restoreChannelHistory } from "lib/heads/history/channel_history.ts";
import { createGenerator } from "lib/random.ts";
import type { DenseMatrix } from "lib/types.ts";
import fixture from "../../fixtures/channel_history.json" with { type: "json" };
import { assertClose, dense, rowsOf, sparse } from "../_matrices.ts";

const NONE = { kind: "dense", rows: 0, columns: 1, data: new Float64Array() } as const;
/** The channel's level has a third of the variance, as in shrinkage by n / (n + 2). */
const THIRD = { variance: 0.09, level: 1 / 3, likeness: 0, noise: 2 / 3 };

function column(values: readonly number[]): DenseMatrix {
  return dense(values.map((value) => [value]));
}

Deno.test("channelHistory.predict() shrinks the past's mean by n / (n + noise / level)", () => {
  const history = restoreChannelHistory([THIRD], {});
  const { predicted, moved, deviation } = history.predict(
    { base: column([0.2, 0.5]) },
    { residuals: column([0.3, 0, 0.15, 0.1, 0.05]) },
  );
  // mean 0.12, shrunk by 5 / 7; variance left: 0.09 (1 - 1/3 · 5/7) = 0.09 · 16/21
  const shift = 0.12 * 5 / 7;
  assertClose(rowsOf(moved), [[shift], [shift]]);
  assertClose(rowsOf(predicted), [[0.2 + shift], [0.5 + shift]]);
  assertClose(rowsOf(deviation), [[0.3 * Math.sqrt(16 / 21)], [0.3 * Math.sqrt(16 / 21)]]);
});

Deno.test("channelHistory.predict() believes a past video more the more it is alike", () => {
  const shares = { variance: 1, level: 0.2, likeness: 0.4, noise: 0.4 };
  const history = restoreChannelHistory([shares], { columns: 2 });
  const { moved } = history.predict(
    { base: column([0, 0, 0, 0]), features: dense([[3, 0], [0, 1], [-1, 0], [1, 1]]) },
    { residuals: column([0.5]), features: dense([[2, 0]]) },
  );
  // with one past video the weight is its covariance: level + likeness · cosine
  assertClose(rowsOf(moved), [[0.3], [0.1], [-0.1], [0.5 * (0.2 + 0.4 / Math.SQRT2)]]);
});

Deno.test("channelHistory.predict() takes a row of zeros for a video like no other", () => {
  const shares = { variance: 1, level: 0.2, likeness: 0.4, noise: 0.4 };
  const history = restoreChannelHistory([shares], { columns: 2 });
  for (const make of [dense, sparse]) {
    const { moved } = history.predict(
      { base: column([0]), features: make([[1, 0]]) },
      { residuals: column([0.5, 0.5]), features: make([[0, 0], [0, 0]]) },
    );
    // both share the level alone, so that each has the weight 0.2 / (1 + 0.2)
    assertClose(rowsOf(moved), [[2 * 0.5 * 0.2 / 1.2]]);
  }
});

Deno.test("channelHistory.predict() equals scikit-learn's Gaussian process", () => {
  const { shares, past, residuals, next, moved, deviation } = fixture.gaussianProcess;
  const history = restoreChannelHistory([shares], { columns: 4 });
  const got = history.predict(
    { base: column(next.map(() => 0)), features: dense(next) },
    { residuals: column(residuals), features: dense(past) },
  );
  assertClose(rowsOf(got.moved), moved.map((value) => [value]));
  assertClose(rowsOf(got.deviation), deviation.map((value) => [value]));
});

Deno.test("channelHistory.predict() equals statsmodels' random intercepts", () => {
  const { groups, scores, level, noise, blups } = fixture.randomIntercepts;
  const variance = level + noise;
  const shares = { variance, level: level / variance, likeness: 0, noise: noise / variance };
  const history = restoreChannelHistory([shares], {});
  blups.forEach((blup, group) => {
    const residuals = column(scores.filter((_, row) => groups[row] === group));
    assertClose(rowsOf(history.predict({ base: column([0]) }, { residuals }).moved), [[blup]]);
  });
});

Deno.test("channelHistory.predict() leaves predictions alone where nothing is known", () => {
  for (const columns of [undefined, 3]) {
    const history = restoreChannelHistory([THIRD], { columns });
    const features = columns && dense([[1, 2, 3]]);
    const videos = { base: column([0.4]), ...(features && { features }) };
    const { predicted, moved, deviation } = history.predict(videos, { residuals: NONE });
    assert.deepEqual([predicted.data[0], moved.data[0]], [0.4, 0]);
    assertClose(rowsOf(deviation), [[0.3]]);
  }
});

Deno.test("channelHistory.predict() goes from the model's to the channel's mean", () => {
  const history = restoreChannelHistory([THIRD], {});
  fc.assert(fc.property(
    fc.double({ min: -0.5, max: 0.5, noNaN: true }),
    fc.integer({ min: 1, max: 30 }),
    (residual, known) => {
      const moved = (n: number) =>
        history.predict({ base: column([0]) }, { residuals: column(Array(n).fill(residual)) })
          .moved.data[0]!;
      assert.ok(Math.abs(moved(known)) <= Math.abs(residual) + 1e-12);
      assert.ok(Math.abs(moved(known)) <= Math.abs(moved(known + 1)) + 1e-12);
      assert.ok(Math.abs(moved(200) - residual) <= 0.01 * Math.abs(residual) + 1e-12);
    },
  ));
});

Deno.test("channelHistory.predict() does not depend on the order of the past", () => {
  const { shares, past, residuals, next } = fixture.gaussianProcess;
  const history = restoreChannelHistory([shares], { columns: 4 });
  const order = createGenerator(1).permutation(past.length);
  const moved = (positions: readonly number[]) =>
    rowsOf(
      history.predict(
        { base: column(next.map(() => 0)), features: dense(next) },
        {
          residuals: column(positions.map((at) => residuals[at]!)),
          features: dense(positions.map((at) => past[at]!)),
        },
      ).moved,
    );
  assertClose(moved(order), moved([...past.keys()]));
});

Deno.test("channelHistory.predict() refuses what does not match", () => {
  const history = restoreChannelHistory([THIRD], { columns: 2 });
  assert.throws(() => history.predict({ base: column([0]) }, { residuals: NONE }), {
    name: "TypeError",
    message: "Cannot predict from a channel's history: expected 1 targets and 2 columns of " +
      "features for each video, got 1 and no for no of 1 videos",
  });
  const videos = { base: column([0]), features: dense([[1, 2]]) };
  const past = { residuals: column([0.1, 0.2]), features: dense([[1, 2]]) };
  assert.throws(() => history.predict(videos, past), {
    name: "TypeError",
    message: /got 1 and 2 for 1 of 2 videos$/,
  });
});

Deno.test("channelHistory.predict() learns each target from the past videos of which it is known", () => {
  const shares = { variance: 1, level: 0.2, likeness: 0.4, noise: 0.4 };
  const history = restoreChannelHistory([shares, shares], { columns: 2 });
  const single = restoreChannelHistory([shares], { columns: 2 });
  const features = dense([[3, 1]]);
  const { moved } = history.predict({ base: dense([[0, 0]]), features }, {
    residuals: dense([[0.5, NaN], [0.1, 0.3]]),
    features: dense([[2, 0], [1, 1]]),
  });
  const alone = single.predict({ base: column([0]), features }, {
    residuals: column([0.3]),
    features: dense([[1, 1]]),
  });
  const both = single.predict({ base: column([0]), features }, {
    residuals: column([0.5, 0.1]),
    features: dense([[2, 0], [1, 1]]),
  });
  assertClose(rowsOf(moved), [[both.moved.data[0]!, alone.moved.data[0]!]]);
});
