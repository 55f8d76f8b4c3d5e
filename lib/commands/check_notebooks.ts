import { join } from "node:path";
import { EVERY_OPTION, exitCodes, parseOptions } from "lib/commands/_parse_options.ts";
import { print } from "lib/commands/_print.ts";
import { writeAtomic } from "lib/files.ts";
import { lintNotebook, toModule } from "lib/notebooks/lint.ts";
import { readNotebook } from "lib/notebooks/notebook_file.ts";
import { listNotebooks } from "lib/notebooks/order.ts";
import { settings } from "lib/settings.ts";

const USAGE = `deno task notebooks

Checks that every notebook can be committed: its form, types, lint and format.

${EVERY_OPTION}
${exitCodes("when all can", "when one has a problem")}`;

/** Where the command looks and works. */
export interface CheckSurroundings {
  /** Folder of the notebooks. */
  readonly folder: string;
  /** Folder for the modules made of their code, below the folder of `deno.json`. */
  readonly modules: string;
}

/**
 * Every problem is printed; then Deno's type checker, linter and formatter read the notebooks' code
 * as modules: the first two cannot see inside a notebook, and Deno 2.9.6's `fmt --check` finds every
 * notebook with TypeScript cells unformatted.
 */
async function checkNotebooks({ folder, modules }: CheckSurroundings): Promise<number> {
  const names = await listNotebooks(folder);
  const files: string[] = [];
  let problems = 0;
  for (const name of names) {
    const notebook = await readNotebook(join(folder, `${name}.ipynb`));
    const found = lintNotebook(notebook);
    for (const problem of found) print(`${name}: ${problem}`);
    problems += found.length;
    const file = join(modules, `${name}.ts`);
    await writeAtomic(file, toModule(notebook));
    files.push(file);
  }
  const codeIsSound = files.length === 0 ||
    (await succeeds(["check", ...files], modules)) &&
      (await succeeds(["lint", "--rules-exclude=no-console", ...files], modules)) &&
      (await succeeds(["fmt", "--check", "--no-config", "--line-width=100", ...files], modules));
  print(`${names.length} notebooks checked, ${problems} problems besides types, lint and format`);
  return problems === 0 && codeIsSound ? 0 : 1;
}

async function succeeds(args: readonly string[], folder: string): Promise<boolean> {
  const command = new Deno.Command(Deno.execPath(), {
    args: [...args],
    cwd: folder,
    stdin: "null",
    stdout: "inherit",
    stderr: "inherit",
  });
  return (await command.output()).success;
}

/**
 * Runs the command.
 *
 * @returns the exit code
 * @throws {UsageError} for a wrong command line
 * @throws {UnwritableError} when the modules cannot be written
 */
export async function run(
  args: readonly string[],
  surroundings: CheckSurroundings = {
    folder: join(settings.root, "notebooks"),
    modules: join(settings.cache, "checked_notebooks"),
  },
): Promise<number> {
  if (parseOptions({ args, options: { help: { type: "boolean" } } }).values.help) {
    print(USAGE);
    return 0;
  }
  return await checkNotebooks(surroundings);
}
