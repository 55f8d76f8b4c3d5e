import assert from "assert";
import { dirname, join } from "node:path";
import { readNotebook } from "lib/notebooks/notebook_file.ts";
import { inFolder } from "../_in_folder.ts";
import { copyProject, USE_MODEL } from "./_project.ts";

const NAME = "Channel History"; // its cuts are known and draws

function notebook(source: string, output = ""): string {
  const outputs = output ? [{ output_type: "stream", name: "stdout", text: output }] : [];
  const cells = [{ cell_type: "code", id: "a", metadata: {}, source, outputs }];
  return JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 });
}

const CONFIG = "const config = {\n  known: [0, 20],\n  draws: 50,\n} as const;";

async function writeProject(root: string, code = "export const a = 1;\n"): Promise<void> {
  await Deno.mkdir(join(root, "lib", "deep"), { recursive: true });
  await Deno.mkdir(join(root, "notebooks"), { recursive: true });
  await Deno.mkdir(join(root, "node_modules"), { recursive: true });
  await Deno.writeTextFile(join(root, "node_modules", "shared.txt"), "once");
  await Deno.writeTextFile(join(root, "lib", "deep", "a.ts"), code);
  await Deno.mkdir(join(root, dirname(USE_MODEL)), { recursive: true });
  for (const name of ["deno.json", "deno.lock", USE_MODEL]) {
    await Deno.writeTextFile(join(root, name), "{}");
  }
  await Deno.writeTextFile(join(root, "notebooks", `${NAME}.ipynb`), notebook(CONFIG));
}

Deno.test("copyProject() copies code, cuts budgets and shares packages", () =>
  inFolder(async (folder) => {
    const [root, target] = [join(folder, "a"), join(folder, "b")];
    await writeProject(root);
    const { names } = await copyProject(root, target);
    assert.deepEqual(names, [NAME]);
    const { cells } = await readNotebook(join(target, "notebooks", `${NAME}.ipynb`));
    assert.equal(
      cells[0]!.source,
      "const config = {\n  known: [0,1,2,5,10],\n  draws: 5,\n} as const;",
    );
    assert.equal(
      await Deno.readTextFile(join(target, "lib", "deep", "a.ts")),
      "export const a = 1;\n",
    );
    assert.equal(await Deno.readTextFile(join(target, "node_modules", "shared.txt")), "once");
  }));

Deno.test("copyProject() follows the project, keeps what runs left, and tells code apart", () =>
  inFolder(async (folder) => {
    const [root, target] = [join(folder, "a"), join(folder, "b")];
    await writeProject(root);
    const first = await copyProject(root, target);
    await Deno.mkdir(join(target, "data"));
    await Deno.writeTextFile(join(root, "notebooks", `${NAME}.ipynb`), notebook(CONFIG, "shown"));
    assert.equal((await copyProject(root, target)).digest, first.digest); // outputs are no code
    await Deno.remove(join(root, "lib", "deep"), { recursive: true });
    await Deno.writeTextFile(join(root, "lib", "b.ts"), "export const b = 2;\n");
    const second = await copyProject(root, target);
    assert.notEqual(second.digest, first.digest);
    const left = await Array.fromAsync(Deno.readDir(join(target, "lib")), ({ name }) => name);
    assert.deepEqual(left, ["b.ts"]);
    assert.equal((await Deno.stat(join(target, "data"))).isDirectory, true);
  }));

Deno.test("copyProject() fails where a budget that is cut has gone", () =>
  inFolder(async (folder) => {
    const root = join(folder, "a");
    await writeProject(root);
    await Deno.writeTextFile(
      join(root, "notebooks", `${NAME}.ipynb`),
      notebook(CONFIG.replace("draws", "repeats")),
    );
    await assert.rejects(
      copyProject(root, join(folder, "b")),
      /^RangeError: Cannot cut the budget draws of Channel History/,
    );
  }));
