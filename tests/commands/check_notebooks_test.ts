import assert from "assert";
import { join } from "node:path";
import { run } from "lib/commands/check_notebooks.ts";
import type { Notebook } from "lib/notebooks/notebook.ts";
import { writeNotebook } from "lib/notebooks/notebook_file.ts";
import { inTemporaryFolder, notebookOf } from "../notebooks/_fixtures.ts";

/** A notebook with outputs as the repository would hold them. */
function ran(...sources: string[]): Notebook {
  const { cells, ...rest } = notebookOf("const config = {} as const;", ...sources);
  const outputs = [{ output_type: "stream" as const, name: "stdout", text: "1\n" }];
  const executed = cells.map((cell, i) =>
    cell.cell_type === "code" ? { ...cell, execution_count: i, outputs } : cell
  );
  return { ...rest, cells: executed, metadata: { viranova: { profile: "standard" } } };
}

async function check(notebook: Notebook): Promise<number> {
  let code = NaN;
  await inTemporaryFolder(async (folder) => {
    await writeNotebook(join(folder, "A (b).ipynb"), notebook);
    code = await run([], { folder, modules: join(folder, "modules") });
  });
  return code;
}

Deno.test("notebooks passes clean notebooks and no others", async () => {
  assert.equal(
    await check(ran('import { TARGETS } from "lib/targets.ts";\n[config, TARGETS];')),
    0,
  );
  assert.equal(await check(ran("const n: number = `${config}`;", "n;")), 1, "a wrong type");
  assert.equal(await check(ran("const a = config;", "const a = 1;\na;")), 1, "a name used twice");
  assert.equal(await check(ran("const f = (x: any) => [x, config];", "f;")), 1, "lint");
  assert.equal(await check({ ...ran("config;"), metadata: {} }), 1, "no profile");
});
