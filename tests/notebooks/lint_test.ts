import assert from "assert";
import { lintNotebook, toModule } from "lib/notebooks/lint.ts";
import type { Cell, Notebook } from "lib/notebooks/notebook.ts";
import { notebookOf } from "./_fixtures.ts";

const METADATA = { viranova: { profile: "standard" } };
const printed = (text: string) => ({ output_type: "stream" as const, name: "stdout", text });

/** A clean notebook of two cells with a change to the second. */
function notebookWith(change: Partial<Cell>): Notebook {
  const notebook = notebookOf("const config = { epochs: 3 } as const;", "config.epochs");
  const cells = notebook.cells.map((cell, i) =>
    cell.cell_type === "code" ? { ...cell, execution_count: i, outputs: [printed("3")] } : cell
  );
  return { ...notebook, metadata: METADATA, cells: cells.with(2, { ...cells[2]!, ...change }) };
}

Deno.test("lintNotebook() finds nothing in a clean notebook", () => {
  assert.deepEqual(lintNotebook(notebookWith({})), []);
});

Deno.test("lintNotebook() finds what is wrong with a cell", () => {
  const cases: [Partial<Cell>, string][] = [
    [{ source: "1;\n".repeat(15) + "2;" }, "expected at most 15 lines, got 16"],
    [{ source: "const a = 1;\nlet b = 2;" }, "expected `const` only, got `let`"],
    [{ source: "for (var i = 0; i < 2; i++) f(i);" }, "expected `const` only, got `var`"],
    [{ execution_count: 3 }, "expected execution count 2, got 3"],
    [{ execution_count: null }, "expected execution count 2, got null"],
    [{ source: 'f("/home/ann/a.csv")' }, "expected no absolute path, got /home/ann/a.csv"],
    [{ source: 'f("C:\\\\Users\\\\a")' }, "expected no absolute path, got C:\\\\Users\\\\a"],
    [{ outputs: [printed("at file:///x/y.ts")] }, "expected no absolute path, got file:///x/y.ts"],
    [
      { outputs: [{ output_type: "error", ename: "E", evalue: "", traceback: [] }] },
      "holds an error's output",
    ],
    [
      {
        outputs: [{
          output_type: "display_data",
          data: { "text/plain": "Training 1/4" },
          metadata: { viranova: { label: "Training" } },
        }],
      },
      "holds a line about progress: run `deno task graphs`",
    ],
  ];
  for (const [change, problem] of cases) {
    assert.deepEqual(lintNotebook(notebookWith(change)), [`code cell 2: ${problem}`]);
  }
});

Deno.test("lintNotebook() takes no word, comment, address or base64 for a problem", () => {
  const sources = [
    'f("let x be"); // let y be\n/* var z */ `let ${1}`',
    'fetch("https://example.org/home/page")',
    'import("lib/usr/a.ts")',
    "const letter = 1;",
  ];
  for (const source of sources) assert.deepEqual(lintNotebook(notebookWith({ source })), []);
  const picture = { "image/png": "AA/tmp/AAAA" };
  const outputs = [{ output_type: "display_data" as const, data: picture, metadata: {} }];
  assert.deepEqual(lintNotebook(notebookWith({ outputs })), []);
});

Deno.test("lintNotebook() finds what is wrong with the whole", () => {
  const clean = notebookWith({});
  const without = { ...clean, cells: clean.cells.slice(1) };
  assert.deepEqual(lintNotebook(without), [
    "expected a first cell that starts with a heading `# …`",
  ]);
  assert.deepEqual(lintNotebook({ ...clean, metadata: {} }), [
    "expected outputs of the profile standard, got an unknown one",
  ]);
  assert.deepEqual(lintNotebook(notebookWith({ source: "const config = 1;" })), [
    "expected exactly one cell with `const config`, got 2",
  ]);
  assert.deepEqual(lintNotebook(notebookWith({ id: "title" })), [
    "expected an id of its own on every cell",
  ]);
  const silent = clean.cells.map((cell) => cell.outputs ? { ...cell, outputs: [] } : cell);
  assert.deepEqual(lintNotebook({ ...clean, cells: silent }), [
    "expected outputs, got none: run `deno task graphs`",
  ]);
});

Deno.test("lintNotebook() counts the outputs' bytes, not the prose's", () => {
  assert.deepEqual(lintNotebook(notebookWith({ source: `"${"é".repeat(2_000_000)}"` })), []);
  const [problem] = lintNotebook(notebookWith({ outputs: [printed("é".repeat(1_600_000))] }));
  assert.match(problem!, /expected at most 3000000 bytes of outputs, got 3200\d{3}/);
});

Deno.test("toModule() joins the code cells to one module", () => {
  assert.equal(
    toModule(notebookOf("const a = 1;", "  ", "a")),
    "// code cell 1\nconst a = 1;\n\n// code cell 2\na\n\nexport {};\n",
  );
});
