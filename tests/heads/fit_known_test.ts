import assert from "assert";
import { fitKnown } from "lib/heads/fit_known.ts";
import type { Head } from "lib/heads/head.ts";
import { mean } from "lib/heads/mean.ts";
import { ridge } from "lib/heads/ridge.ts";
import { createGenerator } from "lib/random.ts";
import { assertClose, dense, rowsOf } from "./_matrices.ts";

Deno.test("fitKnown() learns each target from the rows of which it is known", async () => {
  const targets = dense([[1, 10, NaN], [3, NaN, 5], [5, 20, NaN]]);
  const features = dense([[0], [0], [0]]);
  const fitted = await fitKnown(mean(), { features, targets });
  assertClose(rowsOf(await fitted.predict(dense([[0], [1]]))), [[3, 15, 5], [3, 15, 5]]);
});

Deno.test("fitKnown() fits targets of the same rows together, and each as it is fitted alone", async () => {
  const generator = createGenerator(3);
  const rows = Array.from({ length: 12 }, () => [generator.normal(), generator.normal()]);
  const known = (row: number) => row % 3 > 0;
  const targets = rows.map((
    [a, b],
    row,
  ) => [a!, known(row) ? a! + b! : NaN, known(row) ? b! : NaN]);
  const fits: number[] = [];
  const counting: Head = {
    name: "counting",
    fit(features, ofRows) {
      fits.push(ofRows.columns);
      return ridge({ alpha: 0.1 }).fit(features, ofRows);
    },
  };
  const items = dense(rows.slice(0, 2));
  const fitted = await fitKnown(counting, { features: dense(rows), targets: dense(targets) });
  const predicted = rowsOf(await fitted.predict(items));
  assert.deepEqual(fits, [1, 2]);
  for (const column of [0, 1, 2]) {
    const pick = rows.map((_, row) => row).filter((row) => column === 0 || known(row));
    const alone = await ridge({ alpha: 0.1 })
      .fit(
        dense(pick.map((row) => rows[row]!)),
        dense(pick.map((row) => [targets[row]![column]!])),
      );
    assertClose(
      predicted.map((row) => [row[column]!]),
      rowsOf(await alone.predict(items)),
    );
  }
});

Deno.test("fitKnown() hands a head targets without gaps as they are", async () => {
  const targets = dense([[1, 2], [3, 4]]);
  let got: unknown;
  const head: Head = {
    name: "looking",
    fit(features, given) {
      got = given;
      return mean().fit(features, given);
    },
  };
  await fitKnown(head, { features: dense([[0], [1]]), targets });
  assert.equal(got, targets);
});

Deno.test("fitKnown() refuses a target that no row has", async () => {
  const training = { features: dense([[0], [1]]), targets: dense([[1, NaN], [2, NaN]]) };
  await assert.rejects(fitKnown(mean(), training), {
    name: "RangeError",
    message: "Cannot fit training mean: expected the target in column 1 to be known of a row, " +
      "got none of 2",
  });
});
