import assert from "assert";
import { fitNovelty } from "lib/heads/novelty.ts";
import { createGenerator } from "lib/random.ts";
import type { DenseMatrix, SparseMatrix } from "lib/types.ts";

const column = (values: readonly number[]): DenseMatrix => ({
  kind: "dense",
  rows: values.length,
  columns: 1,
  data: Float64Array.from(values),
});

// Nearest others of 0, 1, 3, 7: 1, 1, 2, 4
const line = column([0, 1, 3, 7]);

Deno.test("fitNovelty() knows each row's distance to its nearest other one", () => {
  assert.deepEqual([...fitNovelty(line).distances], [1, 1, 2, 4]);
});

Deno.test("fitNovelty() with groups passes over rows of the same one", () => {
  // 0 and 1 are one group: the nearest others of 0, 1, 3, 7 are 3, 3, 1, 3
  const { distances } = fitNovelty(line, { groups: ["a", "a", "b", "c"] });
  assert.deepEqual([...distances], [2, 2, 3, 4]);
});

Deno.test("fitNovelty() ranks an item's distance among the rows' own", () => {
  const { judge } = fitNovelty(line, { level: 0.75 });
  const judged = judge(column([1, 4.5, 8, 10, 11.5]));
  assert.deepEqual(judged.map(({ distance }) => distance), [0, 1.5, 1, 3, 4.5]);
  assert.deepEqual(judged.map(({ percentile }) => percentile), [0, 0.5, 0, 0.75, 1]);
  assert.deepEqual(judged.map(({ far }) => far), [false, false, false, false, true]);
});

Deno.test("fitNovelty() says which predictions not to trust", () => {
  const [near, far] = fitNovelty(line).judge(column([4.5, 100]));
  assert.equal(
    near!.statement,
    "Within the training data: 50% of the known videos have a nearer neighbour among them",
  );
  assert.equal(
    far!.statement,
    "Far from the training data: 100% of the known videos have a nearer neighbour among them, " +
      "so the prediction should not be trusted",
  );
});

Deno.test("fitNovelty() calls about one in twenty items of the training kind far", () => {
  const { normal } = createGenerator(3);
  const draw = (rows: number): DenseMatrix => ({
    kind: "dense",
    rows,
    columns: 3,
    data: Float64Array.from({ length: rows * 3 }, normal),
  });
  const { judge } = fitNovelty(draw(400));
  const far = judge(draw(1000)).filter((item) => item.far).length;
  assert.ok(far > 20 && far < 85, `${far} of 1000`); // 50, and the threshold's own luck
});

Deno.test("fitNovelty() measures sparse rows, those without entries too", () => {
  const training: SparseMatrix = {
    kind: "sparse",
    rows: 3,
    columns: 2,
    rowStarts: Int32Array.of(0, 1, 2, 2),
    indices: Int32Array.of(0, 1),
    values: Float64Array.of(3, 4),
  };
  const { distances, judge } = fitNovelty(training);
  assert.deepEqual([...distances], [3, 3, 4]);
  assert.deepEqual(judge(training).map(({ distance }) => distance), [0, 0, 0]);
});

Deno.test("fitNovelty() takes distances of an earlier fit", () => {
  const { distances } = fitNovelty(line);
  const items = column([4.5, 100]);
  assert.deepEqual(
    fitNovelty(line, { distances }).judge(items),
    fitNovelty(line).judge(items),
  );
});

Deno.test("fitNovelty() refuses what it cannot learn from", () => {
  const task = "Cannot fit novelty:";
  assert.throws(() => fitNovelty(column([1])), {
    name: "RangeError",
    message: `${task} expected at least two rows or groups, got 1`,
  });
  assert.throws(() => fitNovelty(line, { groups: ["a", "a", "a", "a"] }), {
    name: "RangeError",
    message: `${task} expected at least two rows or groups, got 1`,
  });
  assert.throws(() => fitNovelty(line, { groups: ["a"] }), {
    name: "TypeError",
    message: `${task} expected a group for each of 4 rows, got 1`,
  });
  assert.throws(() => fitNovelty(line, { level: 95 }), {
    name: "RangeError",
    message: `${task} level expected between 0 and 1, got 95`,
  });
  assert.throws(() => fitNovelty(column([1, NaN])), TypeError);
  const wide = { ...line, rows: 2, columns: 2 };
  assert.throws(() => fitNovelty(line).judge(wide), {
    name: "TypeError",
    message: /expected 1 columns as in training, got 2/,
  });
});
