import assert from "assert";
import {
  claimOf,
  codeCells,
  type Notebook,
  notebookDigest,
  titleOf,
} from "lib/notebooks/notebook.ts";
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

const NOTEBOOK = notebookOf("const a = 1;", " ", "a");

Deno.test("notebookDigest() is the SHA-256 of the code cells' sources", () => {
  // printf '{"cells":["const a = 1;","a",],}' | sha256sum
  const expected = "41b4d34044f7a6e8812677a541d16baa32b98798d4de3780cd7f84d883710164";
  assert.equal(notebookDigest(NOTEBOOK), expected);
});

Deno.test("notebookDigest() changes with any code cell, their number and their order", () => {
  const changed = [
    notebookOf("const a = 2;", "a"),
    notebookOf("const a = 1;", "a "),
    notebookOf("const a = 1;"),
    notebookOf("a", "const a = 1;"),
    notebookOf("const a = 1;\na"),
  ];
  const digests = [NOTEBOOK, ...changed].map(notebookDigest);
  assert.equal(new Set(digests).size, digests.length);
});

Deno.test("notebookDigest() stays with other prose, outputs, ids and metadata", () => {
  const cells = NOTEBOOK.cells.map((cell) =>
    cell.cell_type === "markdown" ? { ...cell, source: "# Other" } : {
      ...cell,
      id: `other ${cell.id}`,
      metadata: { collapsed: true },
      execution_count: 7,
      outputs: [{ output_type: "stream" as const, name: "stdout", text: "1" }],
    }
  );
  const prose = { cell_type: "markdown" as const, metadata: {}, source: "More" };
  const other = { ...NOTEBOOK, cells: [...cells, prose], metadata: { viranova: {} } };
  assert.equal(notebookDigest(other), notebookDigest(NOTEBOOK));
});
