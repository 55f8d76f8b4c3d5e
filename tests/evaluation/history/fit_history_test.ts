import assert from "assert";
import { fitHistory, residualsOf } from "lib/evaluation/history/fit_history.ts";
import type { Head } from "lib/heads/head.ts";
import { mean } from "lib/heads/mean.ts";
import { createGenerator } from "lib/random.ts";
import type { DenseMatrix } from "lib/types.ts";
import { channelOf } from "./_history.ts";

const CHANNELS = Array.from({ length: 20 }, (_, i) => String.fromCharCode(97 + i));

/** Channels whose videos all have the channel's own score, a column of which is the feature. */
function constantChannels() {
  const generator = createGenerator(5);
  const videos = CHANNELS.flatMap((id) => channelOf(id, Array(6).fill(generator.uniform())));
  const data = Float64Array.from(videos, ({ scores }) => scores.virality);
  const features: DenseMatrix = { kind: "dense", rows: videos.length, columns: 1, data };
  return { videos, features, groups: videos.map(({ channelId }) => channelId!) };
}

Deno.test("fitHistory() gives a channel's level all it can where videos are equal", async () => {
  const { history } = await fitHistory(mean(), { ...constantChannels(), likeness: false });
  for (const { level, likeness } of history.variances) {
    assert.deepEqual([level, likeness], [0.9, 0]);
  }
});

Deno.test("fitHistory() learns from channels that the head was fitted without", async () => {
  // remembers what it was fitted on, so that only unseen rows leave a residual
  const memory: Head = {
    name: "memory",
    fit: (features, targets) => {
      const known = new Map(
        Array.from({ length: targets.rows }, (_, row) => [
          dataOf(features)[row]!,
          targets.data[row * 2]!,
        ]),
      );
      const predict = (items: typeof features): Promise<DenseMatrix> => {
        const said = [...dataOf(items)].flatMap((
          key,
        ) => [known.get(key) ?? 0, known.get(key) ?? 0]);
        const data = Float64Array.from(said);
        return Promise.resolve({ kind: "dense", rows: items.rows, columns: 2, data });
      };
      return Promise.resolve({ predict });
    },
  };
  const training = constantChannels();
  const { head, history } = await fitHistory(memory, { ...training, likeness: false });
  const fitted = await head.predict(training.features);
  assert.deepEqual(
    [...fitted.data],
    training.videos.flatMap(({ scores }) => [
      scores.virality,
      scores.engagement,
    ]),
  );
  const square = training.videos.reduce((sum, { scores }) => sum + scores.virality ** 2, 0) / 120;
  // six equal residuals r: rᵀ C⁻¹ r / 6 = r² / (0.1 + 6 · 0.9), and 0 had the head seen the channel
  assert.ok(Math.abs(history.variances[0]!.variance - square / 5.5) < 1e-12);
});

function dataOf(features: Parameters<Head["fit"]>[0]): Float32Array | Float64Array {
  return features.kind === "dense" ? features.data : features.values;
}

Deno.test("fitHistory() compares videos only where asked", async () => {
  const training = constantChannels();
  const { history } = await fitHistory(mean(), { ...training, likeness: true });
  const features = { kind: "dense", rows: 1, columns: 1, data: Float64Array.of(1) } as const;
  const base = { kind: "dense", rows: 1, columns: 2, data: Float64Array.of(0, 0) } as const;
  const past = { residuals: base };
  assert.throws(() => history.predict({ base }, past), /expected 2 targets and 1 columns/);
  assert.equal(history.predict({ base, features }, { ...past, features }).moved.rows, 1);
  await assert.rejects(
    fitHistory(mean(), { ...training, groups: training.groups.map(() => "one"), likeness: false }),
    RangeError,
  );
});

Deno.test("residualsOf() takes predicted from actual, target by target", () => {
  const predicted = { virality: 0.25, engagement: 0.5 };
  const actual = { virality: 1, engagement: 0.25 };
  const { rows, columns, data } = residualsOf([{ predicted, actual }]);
  assert.deepEqual([rows, columns, [...data]], [1, 2, [0.75, -0.25]]);
  assert.equal(residualsOf([]).rows, 0);
});
