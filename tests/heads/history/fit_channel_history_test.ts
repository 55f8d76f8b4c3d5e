import assert from "assert";
import { fitChannelHistory } from "lib/heads/history/fit_channel_history.ts";
import { createGenerator } from "lib/random.ts";
import type { DenseMatrix } from "lib/types.ts";
import fixture from "../../fixtures/channel_history.json" with { type: "json" };
import { dense } from "../_matrices.ts";

const NONE = { kind: "dense", rows: 0, columns: 1, data: new Float64Array() } as const;

function column(values: readonly number[]): DenseMatrix {
  return dense(values.map((value) => [value]));
}

/** Residuals of channels of `size` videos with the given parts of variance, one feature a channel. */
function simulate(channels: number, size: number, parts: { level: number; noise: number }) {
  const generator = createGenerator(7);
  const rows = Array.from({ length: channels * size }, (_, row) => Math.floor(row / size));
  const levels = Array.from({ length: channels }, () => generator.normal());
  const residuals = rows.map((channel) =>
    Math.sqrt(parts.level) * levels[channel]! + Math.sqrt(parts.noise) * generator.normal()
  );
  return { residuals: column(residuals), groups: rows };
}

Deno.test("fitChannelHistory() finds statsmodels' variances to within its grid", () => {
  const { groups, scores, level, noise } = fixture.randomIntercepts;
  const [found] = fitChannelHistory({ residuals: column(scores), groups }).variances;
  assert.equal(found!.level, 0.7); // statsmodels: 0.684
  assert.equal(Math.round(10 * level / (level + noise)), 7);
  assert.equal(found!.likeness, 0);
  assert.ok(Math.abs(found!.variance - (level + noise)) < 0.06 * (level + noise));
});

Deno.test("fitChannelHistory() finds no level among unrelated videos", () => {
  const training = simulate(60, 10, { level: 0, noise: 1 });
  const [found] = fitChannelHistory(training).variances;
  assert.deepEqual([found!.level, found!.noise], [0, 1]);
});

Deno.test("fitChannelHistory() tells likeness from level, each target for itself", () => {
  const generator = createGenerator(3);
  const groups = Array.from({ length: 800 }, (_, row) => Math.floor(row / 10));
  const kinds = groups.map(() => generator.integer(1)); // two kinds of video in every channel
  const effects = groups.map(() => [generator.normal(), generator.normal(), generator.normal()]);
  const residuals = dense(groups.map((group, row) => {
    const noise = generator.normal();
    const level = effects[group]![2]!;
    return [Math.SQRT1_2 * (effects[group]![kinds[row]!]! + noise), Math.SQRT1_2 * (level + noise)];
  }));
  const features = dense(kinds.map((kind) => kind === 0 ? [1, 0] : [0, 1]));
  const [byKind, byLevel] = fitChannelHistory({ residuals, groups, features }).variances;
  assert.ok(byKind!.likeness >= 0.4 && byKind!.level <= 0.1, JSON.stringify(byKind));
  assert.ok(byLevel!.level >= 0.4 && byLevel!.likeness <= 0.1, JSON.stringify(byLevel));
});

Deno.test("fitChannelHistory() counts a channel of many videos as several", () => {
  const { residuals } = simulate(20, 100, { level: 0.5, noise: 0.5 });
  const one = fitChannelHistory({ residuals, groups: Array(2000).fill("one") });
  const twenty = fitChannelHistory({
    residuals,
    groups: Array.from({ length: 2000 }, (_, row) => Math.floor(row / 100)),
  });
  assert.deepEqual(one.variances, twenty.variances);
  const shorter = fitChannelHistory({
    residuals,
    groups: Array.from({ length: 2000 }, (_, row) => Math.floor(row / 50)),
  });
  assert.notDeepEqual(one.variances, shorter.variances);
});

Deno.test("fitChannelHistory() leaves all to noise where nothing was missed", () => {
  const training = { residuals: column([0, 0, 0, 0]), groups: ["a", "a", "b", "b"] };
  assert.deepEqual(fitChannelHistory(training).variances, [
    { level: 0, likeness: 0, noise: 1, variance: 0 },
  ]);
});

Deno.test("fitChannelHistory() refuses what does not match", () => {
  const training = simulate(3, 4, { level: 1, noise: 1 });
  assert.throws(() => fitChannelHistory({ ...training, groups: [1] }), {
    name: "TypeError",
    message: "Cannot fit a channel's history: expected a group for each of 12 videos, got 1",
  });
  assert.throws(() => fitChannelHistory({ residuals: NONE, groups: [] }), RangeError);
  assert.throws(
    () => fitChannelHistory({ ...training, residuals: column(Array(12).fill(Infinity)) }),
    /expected finite numbers, got Infinity in row 0/,
  );
});

Deno.test("fitChannelHistory() learns each target from the rows of which it is known", () => {
  const { residuals, groups } = simulate(30, 4, { level: 2, noise: 1 });
  const values = [...residuals.data];
  const gappy = dense(values.map((value, row) => [value, row < 60 ? value : NaN]));
  const half = { residuals: column(values.slice(0, 60)), groups: groups.slice(0, 60) };
  assert.deepEqual(fitChannelHistory({ residuals: gappy, groups }).variances, [
    ...fitChannelHistory({ residuals, groups }).variances,
    ...fitChannelHistory(half).variances,
  ]);
  const unknown = column(values.map(() => NaN));
  assert.throws(() => fitChannelHistory({ residuals: unknown, groups }), RangeError);
});
