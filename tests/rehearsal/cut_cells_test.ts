import assert from "assert";
import { stop, transform } from "esbuild";
import { join } from "node:path";
import { codeCells, type Notebook } from "lib/notebooks/notebook.ts";
import { readNotebook } from "lib/notebooks/notebook_file.ts";
import { settings } from "lib/settings.ts";
import { BUDGET_CUTS } from "./_budget_cuts.ts";
import { cutNotebook } from "./_cut_cells.ts";

function notebookOf(...sources: string[]): Notebook {
  const cells = sources.map((source) => ({ cell_type: "code" as const, source, metadata: {} }));
  return { cells, metadata: {}, nbformat: 4, nbformat_minor: 5 };
}

function sourcesOf({ cells }: Notebook): string[] {
  return cells.map(({ source }) => source);
}

const CONFIG = `const recipes = forProfile<
  { first: Partial<Recipe>; second: Partial<Recipe> }
>({
  sample: { first: { epochs: 3, name: "a; b, }" } },
  full: {},
});
const config = {
  folder: "RoBERTa",
  seeds: forProfile({ sample: [1], standard: [1, 2, 3], full: [1, 2, 3] }),
  draws: 96,
} as const;`;

Deno.test("cutNotebook() puts values in the place of whole expressions", () => {
  const cut = cutNotebook("a", notebookOf("show({\n  draws: 1,\n});\nconst draws = 3;", CONFIG), {
    recipes: { first: { epochs: 1 } },
    seeds: [1],
    draws: 2,
  });
  assert.deepEqual(sourcesOf(cut), [
    "show({\n  draws: 1,\n});\nconst draws = 3;",
    `const recipes = {"first":{"epochs":1}};
const config = {
  folder: "RoBERTa",
  seeds: [1],
  draws: 2,
} as const;`,
  ]);
});

Deno.test("cutNotebook() refuses names that the code does not declare, or declares twice", () => {
  assert.throws(
    () => cutNotebook("GPT", notebookOf(CONFIG), { rows: 1 }),
    /^RangeError: Cannot cut the budget rows of GPT: expected its code to declare it once, found it 0 times/,
  );
  assert.throws(
    () => cutNotebook("GPT", notebookOf("const a = 1;", CONFIG, "const a = 3;"), { a: 1 }),
    /found it 2 times/,
  );
});

Deno.test("BUDGET_CUTS fit the notebooks, whose code still parses", async () => {
  try {
    for (const [name, cuts] of Object.entries(BUDGET_CUTS)) {
      const notebook = await readNotebook(join(settings.root, "notebooks", `${name}.ipynb`));
      const cut = cutNotebook(name, notebook, cuts);
      const code = codeCells(cut).map(({ source }) => source).join("\n;\n");
      const { warnings } = await transform(code, { loader: "ts", format: "esm", target: "es2024" });
      assert.deepEqual(warnings, []);
    }
  } finally {
    await stop();
  }
});
