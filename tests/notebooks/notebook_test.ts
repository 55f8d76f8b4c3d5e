import assert from "assert";
import { claimOf, codeCells, type Notebook, titleOf } from "lib/notebooks/notebook.ts";
import { notebookOf } from "./_fixtures.ts";

/** A notebook that starts with this Markdown. */
function startingWith(source: string): Notebook {
  const notebook = notebookOf("1");
  return { ...notebook, cells: [{ ...notebook.cells[0]!, source }, ...notebook.cells.slice(1)] };
}

Deno.test("titleOf() takes a heading of level 1 that comes first", () => {
  assert.equal(titleOf(startingWith("# A title \n\nText")), "A title");
  assert.equal(titleOf(startingWith("## Smaller")), undefined);
  assert.equal(titleOf({ ...notebookOf(), cells: [] }), undefined);
});

Deno.test("claimOf() takes the paragraph in italics as one line", () => {
  assert.equal(claimOf(startingWith("# T\n\n_One\nclaim._\n\nText")), "One claim.");
  assert.equal(claimOf(startingWith("# T\n\nA _word_ only.")), undefined);
  assert.equal(claimOf(startingWith("# T\n\n_Ends_ and _begins_.")), undefined);
  assert.equal(claimOf({ ...notebookOf(), cells: codeCells(notebookOf("1")) }), undefined);
  assert.equal(claimOf({ ...notebookOf(), cells: [] }), undefined);
});
