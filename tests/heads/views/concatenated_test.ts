import assert from "assert";
import fc from "fast-check";
import { concatenated } from "lib/heads/views/concatenated.ts";
import { ridge } from "lib/heads/ridge.ts";
import { assertClose, dense, rowsOf, sparse } from "../_matrices.ts";
import { assertFusionAsRecorded, lacking, recorded, recordedViews } from "./_recorded_fusion.ts";
import { sequences } from "../sequences/_sequences.ts";
import { viewsOf } from "./_views.ts";

const RECORDED = concatenated({ alpha: 0.5, scaling: { pictures: { weight: 0.5 } } });
const WORDS = [[1], [2], [3]];
const TARGETS = dense([[8], [10], [12]]);

Deno.test("concatenated() equals scikit-learn's Ridge on scaled columns side by side", async () => {
  await assertFusionAsRecorded(RECORDED, {
    views: recordedViews(),
    expected: recorded.concatenated.everyone,
  });
});

Deno.test("concatenated() takes a missing view's row for its mean, as scikit-learn was given it", async () => {
  await assertFusionAsRecorded(RECORDED, {
    views: recordedViews({ present: lacking }),
    expected: recorded.concatenated.lacking,
  });
});

Deno.test("concatenated() scales a view to variance 1 and shrinks its slope", async () => {
  // variance 2 / 3, so the scaled column's squares sum to 3: half of the slope 2 at alpha 3
  for (const make of [dense, sparse]) {
    const head = concatenated({ alpha: 3 });
    const fitted = await head.fit(viewsOf({ words: make(WORDS) }), TARGETS);
    assertClose(rowsOf(await fitted.predict(viewsOf({ words: make([[2], [7]]) }))), [[10], [15]]);
  }
});

Deno.test("concatenated() names its settings", () => {
  assert.equal(concatenated().name, "concatenation, ridge alpha 1");
  const scaling = {
    pictures: { weight: 0.5 },
    sound: { standardise: true, statistics: ["mean", "std"] },
  } as const;
  const expected = "concatenation, ridge alpha 2, pictures × 0.5, sound standardised mean and std";
  assert.equal(concatenated({ alpha: 2, scaling }).name, expected);
});

Deno.test("concatenated() shrinks less by a view of larger weight", async () => {
  // squares sum to 9: slope 2 · 9 / (9 + 3)
  const head = concatenated({ alpha: 3, scaling: { words: { weight: 3 } } });
  const fitted = await head.fit(viewsOf({ words: dense(WORDS) }), TARGETS);
  assertClose(rowsOf(await fitted.predict(viewsOf({ words: dense([[7]]) }))), [[10 + 5 * 1.5]]);
});

Deno.test("concatenated() pools sequences by mean and deviation, or as asked", async () => {
  const still = viewsOf({ sound: sequences([[[1], [1]], [[2]], [[3], [3], [3]]]) });
  const fitted = await concatenated({ alpha: 3 }).fit(still, TARGETS);
  assertClose(rowsOf(await fitted.predict(viewsOf({ sound: sequences([[[6], [8]]]) }))), [[15]]);
  const moving = viewsOf({ sound: sequences([[[-1], [1]], [[-2], [2]], [[-3], [3]]]) });
  const items = viewsOf({ sound: sequences([[[-7], [7]]]) });
  assertClose(
    rowsOf(await (await concatenated({ alpha: 3 }).fit(moving, TARGETS)).predict(items)),
    [
      [15],
    ],
  );
  const blind = concatenated({ alpha: 3, scaling: { sound: { statistics: ["mean"] } } });
  assertClose(rowsOf(await (await blind.fit(moving, TARGETS)).predict(items)), [[10]]);
});

/** Six rows of so many whole numbers. */
const rowsOfIntegers = (columns: number) => {
  const row = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: columns, maxLength: columns });
  return fc.array(row, { minLength: 6, maxLength: 6 });
};

const problem = fc.record({ first: rowsOfIntegers(3), second: rowsOfIntegers(2) });

/** Fits on the first four rows of each view, and predicts all six. */
async function predict(
  head: ReturnType<typeof concatenated>,
  rows: Readonly<Record<string, readonly (readonly number[])[]>>,
  make: typeof dense | typeof sparse = dense,
): Promise<number[][]> {
  const views = (from: number, to: number) =>
    viewsOf(
      Object.fromEntries(
        Object.entries(rows).map(([view, all]) => [view, make(all.slice(from, to))]),
      ),
    );
  const fitted = await head.fit(views(0, 4), dense([[1], [5], [2], [4]]));
  return rowsOf(await fitted.predict(views(0, 6)));
}

Deno.test("concatenated() is ridge() on the columns of all views, sparse or dense", async () => {
  await fc.assert(fc.asyncProperty(problem, async ({ first, second }) => {
    const sideBySide = first.map((row, i) => [...scale(first)(row), ...scale(second)(second[i]!)]);
    const fitted = await ridge().fit(dense(sideBySide.slice(0, 4)), dense([[1], [5], [2], [4]]));
    const expected = rowsOf(await fitted.predict(dense(sideBySide)));
    assertClose(await predict(concatenated(), { first, second }), expected);
    assertClose(await predict(concatenated(), { first, second }, sparse), expected);
  }));
});

/** Divides a row by the root of the first four rows' summed variances. */
function scale(rows: readonly (readonly number[])[]) {
  const training = rows.slice(0, 4);
  const variances = rows[0]!.map((_, d) => {
    const mean = training.reduce((sum, row) => sum + row[d]!, 0) / 4;
    return training.reduce((sum, row) => sum + (row[d]! - mean) ** 2, 0) / 4;
  });
  const total = variances.reduce((sum, value) => sum + value, 0);
  return (row: readonly number[]) => row.map((value) => value / Math.sqrt(total || 1));
}

Deno.test("concatenated() does not depend on the views' order, units and repeated columns", async () => {
  await fc.assert(fc.asyncProperty(problem, async ({ first, second }) => {
    const head = concatenated({ alpha: 2 });
    const expected = await predict(head, { first, second });
    assertClose(await predict(head, { second, first }), expected);
    const inOtherUnits = second.map((row) => row.map((value) => 1000 * value + 50));
    assertClose(await predict(head, { first, second: inOtherUnits }), expected);
    const twice = second.map((row) => [...row, ...row]);
    assertClose(await predict(head, { first, second: twice }), expected);
  }));
});

Deno.test("concatenated() learns nothing from a view of constants, or that no training item had", async () => {
  for (const make of [dense, sparse]) {
    // the mean of three rows of 0.1 is not 0.1 in 64-bit numbers
    const constant = viewsOf({ words: dense(WORDS), title: make([[0.1], [0.1], [0.1]]) });
    const fitted = await concatenated({ alpha: 3 }).fit(constant, TARGETS);
    const items = viewsOf({ words: dense([[7], [7]]), title: make([[0.1], [50]]) });
    assertClose(rowsOf(await fitted.predict(items)), [[15], [15]]);
  }
  const views = viewsOf({ words: dense(WORDS), sound: dense([[4], [9], [NaN]]) }, {
    present: { sound: [0, 0, 0] },
  });
  const fitted = await concatenated({ alpha: 3 }).fit(views, TARGETS);
  const items = viewsOf({ words: dense([[7]]), sound: dense([[5]]) });
  assertClose(rowsOf(await fitted.predict(items)), [[15]]);
});

Deno.test("concatenated() gives an item without any view the training mean", async () => {
  const views = viewsOf({ words: dense([[1], [2], [3], [NaN]]) }, {
    present: { words: [1, 1, 1, 0] },
  });
  const fitted = await concatenated().fit(views, dense([[8], [10], [12], [30]]));
  assertClose(
    rowsOf(
      await fitted.predict(viewsOf({ words: dense([[NaN]]) }, {
        present: { words: [0] },
      })),
    ),
    [[15]],
  );
});

Deno.test("concatenated() standardises the columns of a view if asked", async () => {
  const rows = { first: [[1, 5], [3, -4], [-2, 0], [5, 1], [0, 2], [9, 9]] };
  const inOtherUnits = { first: rows.first.map(([a, b]) => [a!, 1000 * b!]) };
  const head = concatenated({ scaling: { first: { standardise: true } } });
  assertClose(await predict(head, inOtherUnits), await predict(head, rows));
  // the deviations of single rows never vary, so the means make up the variance: slope 2 · 3 / (3 + 1)
  const fitted = await head.fit(viewsOf({ first: sequences([[[1]], [[2]], [[3]]]) }), TARGETS);
  assertClose(rowsOf(await fitted.predict(viewsOf({ first: sequences([[[7]]]) }))), [[17.5]]);
  await assert.rejects(head.fit(viewsOf({ first: sparse(WORDS) }), TARGETS), {
    name: "TypeError",
    message:
      "Cannot fit concatenation, ridge alpha 1, first standardised: expected rows or sequences to " +
      "standardise, got sparse rows in view first",
  });
});

Deno.test("concatenated() says what is wrong with its settings and views", async () => {
  assert.throws(() => concatenated({ alpha: 0 }), {
    name: "RangeError",
    message: "Cannot make a concatenation: alpha expected a finite number above 0, got 0",
  });
  assert.throws(() => concatenated({ scaling: { words: { weight: -1 } } }), {
    message:
      "Cannot make a concatenation: weight of words expected a finite number above 0, got -1",
  });
  const head = concatenated({ scaling: { smell: {} } });
  await assert.rejects(head.fit(viewsOf({ words: dense(WORDS) }), TARGETS), {
    name: "TypeError",
    message: 'Cannot fit concatenation, ridge alpha 1, smell: expected a view "smell" among words',
  });
  await assert.rejects(concatenated().fit(viewsOf({ words: dense([[1], [NaN], [3]]) }), TARGETS), {
    name: "TypeError",
    message: /view words: features expected finite numbers, got NaN in row 1, column 0/,
  });
  const fitted = await concatenated().fit(viewsOf({ words: dense(WORDS) }), TARGETS);
  await assert.rejects(fitted.predict(viewsOf({ words: dense([[1, 2]]) })), {
    message: /expected view words to be dense with 1 columns as in training, got dense with 2/,
  });
});
