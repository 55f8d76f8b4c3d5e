import assert from "assert";
import { fitPrincipalComponents } from "lib/heads/principal_components.ts";
import { assertClose, dense, rowsOf } from "./_matrices.ts";

Deno.test("fitPrincipalComponents() finds directions worked by hand", () => {
  // centred: ±(3, 4) and ±(0.8, -0.6), at right angles; lengths 5 and 1, signs are free
  const rows = dense([[13, 24], [7, 16], [10.8, 19.4], [9.2, 20.6]]);
  const { scores, shares, project } = fitPrincipalComponents(rows, { components: 2 });
  const sizes = rowsOf(scores).map((row) => row.map(Math.abs));
  assertClose(sizes, [[5, 0], [5, 0], [0, 1], [0, 1]]);
  assertClose([[...shares]], [[25 / 26, 1 / 26]]); // 5² and 1² of their sum
  assertClose(rowsOf(project(rows)), rowsOf(scores));
  const [first] = rowsOf(project(dense([[16, 28]]))); // twice as far as the first row
  assertClose([first!.map(Math.abs)], [[10, 0]]);
});

Deno.test("fitPrincipalComponents() leaves out directions without variance", () => {
  const rows = dense([[1, 1, 0], [2, 2, 0], [4, 4, 0]]);
  assert.equal(fitPrincipalComponents(rows, { components: 3 }).scores.columns, 1);
  assert.equal(fitPrincipalComponents(rows, { components: 1 }).scores.columns, 1);
});
