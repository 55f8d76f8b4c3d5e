import assert from "assert";
import { notebookDigest } from "lib/notebooks/notebook_digest.ts";
import { notebookOf } from "./_fixtures.ts";

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
