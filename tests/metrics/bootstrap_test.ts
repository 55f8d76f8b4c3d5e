import assert from "assert";
import { expandLevel } from "lib/metrics/_expand_level.ts";
import { bootstrapInterval, percentileEnds } from "lib/metrics/bootstrap.ts";
import { mse } from "lib/metrics/regression.ts";
import { spearman } from "lib/metrics/correlation.ts";
import { createGenerator } from "lib/random.ts";
import { isClose, recorded } from "./_recorded.ts";

const { seed, resamples, level, noise, groups, groupMean } = recorded.bootstrap;
const { predicted, actual } = recorded.pairs[0]!;
const mean = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;

Deno.test("bootstrapInterval() equals NumPy's percentiles of the same draws", () => {
  for (const [name, metric] of Object.entries({ mse, spearman })) {
    const statistic = (rows: Int32Array) =>
      metric(Array.from(rows, (i) => predicted[i]!), Array.from(rows, (i) => actual[i]!));
    const interval = bootstrapInterval(statistic, predicted.length, { seed, resamples, level });
    const [low, high] = noise[name as "mse" | "spearman"];
    assert.equal(interval.value, metric(predicted, actual));
    assert.ok(isClose(interval.low, low!) && isClose(interval.high, high!), `${name}`);
  }
});

Deno.test("bootstrapInterval() draws whole groups as NumPy draws their numbers", () => {
  const statistic = (rows: Int32Array) => mean(Array.from(rows, (i) => predicted[i]!));
  const options = { seed, resamples, level, groups };
  const { low, high } = bootstrapInterval(statistic, predicted.length, options);
  assert.ok(isClose(low, groupMean[0]!) && isClose(high, groupMean[1]!), `${low}, ${high}`);
});

Deno.test("bootstrapInterval() expands its level by the number of groups, or of rows without them", () => {
  const statistic = (rows: Int32Array) => mean(Array.from(rows, (i) => predicted[i]!));
  const rows = predicted.length;
  for (const [owners, items] of [[groups, new Set(groups).size], [undefined, rows]] as const) {
    const options = { seed, groups: owners };
    assert.deepEqual(
      bootstrapInterval(statistic, rows, { ...options, expanded: true }),
      bootstrapInterval(statistic, rows, { ...options, level: expandLevel(0.95, items) }),
    );
  }
});

Deno.test("bootstrapInterval() never parts a group", () => {
  const owners = ["x", "y", "x", "z", "y", "x"];
  const statistic = (rows: Int32Array) => {
    const drawn = Array.from(rows, (row) => owners[row]);
    const count = (owner: string) => drawn.filter((other) => other === owner).length;
    assert.equal(count("x") / 3 + count("y") / 2 + count("z"), 3); // as many groups as there are
    assert.ok([count("x") / 3, count("y") / 2].every(Number.isInteger));
    return rows.length;
  };
  const { low, high } = bootstrapInterval(statistic, 6, { seed: 1, groups: owners, level: 0.99 });
  assert.ok(low < 6 && high > 6, "the number of rows varies");
});

Deno.test("bootstrapInterval() of group means is wider than of rows where groups differ", () => {
  const owners = Array.from({ length: 60 }, (_, row) => Math.floor(row / 10));
  const statistic = (rows: Int32Array) => mean(Array.from(rows, (row) => owners[row]!));
  const width = ({ low, high }: { low: number; high: number }) => high - low;
  const byRow = width(bootstrapInterval(statistic, 60, { seed: 2 }));
  const byGroup = width(bootstrapInterval(statistic, 60, { seed: 2, groups: owners }));
  assert.ok(byGroup > 2.5 * byRow, `${byGroup} against ${byRow}`); // sqrt(10) in theory
});

Deno.test("bootstrapInterval() covers the true mean about as often as it says", () => {
  const generator = createGenerator(5);
  let covered = 0;
  for (let seed = 0; seed < 200; seed++) {
    const values = Array.from({ length: 50 }, () => generator.normal());
    const statistic = (rows: Int32Array) => mean(Array.from(rows, (row) => values[row]!));
    const { low, high } = bootstrapInterval(statistic, 50, { seed, resamples: 200, level: 0.8 });
    if (low <= 0 && 0 <= high) covered++;
  }
  assert.ok(covered > 142 && covered < 178, `${covered} of 200`); // 160 ± 3 standard errors
});

Deno.test("bootstrapInterval() leaves out resamples on which the statistic is NaN", () => {
  const statistic = (rows: Int32Array) => rows.every((row) => row === rows[0]) ? NaN : 3;
  const { low, high } = bootstrapInterval(statistic, 2, { seed: 0 });
  assert.deepEqual([low, high], [3, 3]);
  const none = bootstrapInterval(() => NaN, 2, { seed: 0 });
  assert.deepEqual(none, { value: NaN, low: NaN, high: NaN });
});

Deno.test("bootstrapInterval() of one row is that row's value", () => {
  const interval = bootstrapInterval((rows) => rows[0]! + 7, 1, { seed: 0, resamples: 3 });
  assert.deepEqual(interval, { value: 7, low: 7, high: 7 });
});

Deno.test("bootstrapInterval() names the option that is out of range", () => {
  const refuses = (rows: number, options: object, name: string, message: string) =>
    assert.throws(() => bootstrapInterval(() => 0, rows, { seed: 0, ...options }), {
      name,
      message,
    });
  const start = "Cannot bootstrap:";
  refuses(0, {}, "RangeError", `${start} expected at least one row, got 0`);
  refuses(3, { resamples: 0 }, "RangeError", `${start} expected resamples above 0, got 0`);
  refuses(3, { level: 95 }, "RangeError", `${start} level expected between 0 and 1, got 95`);
  refuses(
    3,
    { groups: [1, 2] },
    "TypeError",
    `${start} expected a group for each of 3 rows, got 2`,
  );
});

Deno.test("percentileEnds() interpolates as NumPy's percentile", () => {
  // numpy.percentile([1, 2, 3, 5], [25, 75]) = [1.75, 3.5]
  assert.deepEqual(percentileEnds([3, 5, 1, 2], 0.5), { low: 1.75, high: 3.5 });
});
