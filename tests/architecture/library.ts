import { dirname, join } from "node:path";
import { readSources } from "lib/commands/_read_sources.ts";
import type { ParsedExport } from "./parse_exports.ts";
import { parseModule } from "./parse_module.ts";

/** A file of `lib/`. */
export interface LibraryFile {
  /** `lib/…` with forward slashes. */
  readonly path: string;
  readonly lines: number;
  readonly exports: readonly ParsedExport[];
  /** Whether it can be started as a program of its own. */
  readonly isProgram: boolean;
}

/** That one file uses another. */
export interface Use {
  /** `lib/…`, or `notebooks/…` for a notebook. */
  readonly from: string;
  readonly to: string;
  /** What is taken of it; nothing where it is only named by its path. */
  readonly names: readonly string[];
  /** `load` runs it, `type` only reads its types, `path` names it in a text, as a worker is named. */
  readonly how: "load" | "type" | "path";
}

/** The library as its files and who uses which. */
export interface Library {
  readonly files: ReadonlyMap<string, LibraryFile>;
  readonly uses: readonly Use[];
  /** Files that tasks start and files that notebooks import. */
  readonly entries: ReadonlySet<string>;
  /** Names of its types that are functions. */
  readonly functionTypes: ReadonlySet<string>;
}

/**
 * Reads the library below a project's folder, with what its tasks and notebooks take of it.
 *
 * @throws {SyntaxError} when `deno.json` or a notebook is no JSON
 */
export async function readLibrary(root: string): Promise<Library> {
  const sources = await readSources(root, "lib");
  const notebooks = await readNotebooks(join(root, "notebooks"));
  return parseLibrary({ sources, notebooks, tasks: await readTasks(root) });
}

/** What `parseLibrary` reads, code by path. */
export interface LibrarySources {
  readonly sources: ReadonlyMap<string, string>;
  readonly notebooks?: ReadonlyMap<string, string>;
  /** Command lines. */
  readonly tasks?: readonly string[];
}

/** Parses a library's files and finds who uses which. */
export function parseLibrary(
  { sources, notebooks = new Map(), tasks = [] }: LibrarySources,
): Library {
  const files = new Map<string, LibraryFile>();
  const uses: Use[] = [];
  const functionTypes = new Set<string>();
  for (const [path, code] of [...sources, ...notebooks]) {
    const parsed = parseModule(path, code);
    if (sources.has(path)) {
      const lines = code.split("\n").length - (code.endsWith("\n") ? 1 : 0);
      const { exports, isProgram } = parsed;
      files.set(path, { path, lines, exports, isProgram });
      for (const name of parsed.functionTypes) functionTypes.add(name);
    }
    for (const { specifier, names, isType } of parsed.imports) {
      const to = resolve(path, specifier);
      if (!to?.startsWith("lib/")) continue;
      const taken = names ?? [...parsed.members];
      uses.push({ from: path, to, names: taken, how: isType ? "type" : "load" });
    }
    for (const text of parsed.paths) {
      const to = [text, join(dirname(path), text).replaceAll("\\", "/")].find((it) =>
        sources.has(it)
      );
      if (to !== undefined && to !== path) uses.push({ from: path, to, names: [], how: "path" });
    }
  }
  const started = [...sources.keys()].filter((path) =>
    tasks.some((line) => line.split(/\s+/).includes(path))
  );
  const imported = uses.filter(({ from }) => notebooks.has(from)).map(({ to }) => to);
  return {
    files,
    uses: withoutRepeats(uses),
    entries: new Set([...started, ...imported]),
    functionTypes,
  };
}

function resolve(path: string, specifier: string): string | undefined {
  if (specifier.startsWith("lib/")) return specifier;
  if (!specifier.startsWith(".")) return undefined;
  return join(dirname(path), specifier).replaceAll("\\", "/");
}

/** A path that an import says, too, is no second use. */
function withoutRepeats(uses: readonly Use[]): Use[] {
  const imported = new Set(
    uses.filter((it) => it.how !== "path").map(({ from, to }) => `${from} ${to}`),
  );
  return uses.filter(({ from, to, how }) => how !== "path" || !imported.has(`${from} ${to}`));
}

/** The files that use each file; notebooks are among them. */
export function usersOf({ uses }: Library): Map<string, Set<string>> {
  const users = new Map<string, Set<string>>();
  for (const { from, to } of uses) users.set(to, (users.get(to) ?? new Set()).add(from));
  return users;
}

/** Every file that can be come to from some files, those included. */
export function reachedFrom(
  starts: Iterable<string>,
  uses: readonly Pick<Use, "from" | "to">[],
): Set<string> {
  const targets = Map.groupBy(uses, ({ from }) => from);
  const reached = new Set(starts);
  for (const path of reached) { // a set is walked through to what is added meanwhile
    for (const { to } of targets.get(path) ?? []) reached.add(to);
  }
  return reached;
}

async function readTasks(root: string): Promise<string[]> {
  const { tasks } = JSON.parse(await Deno.readTextFile(join(root, "deno.json")));
  return Object.values(tasks ?? {});
}

/** Each notebook's code cells as one text. */
async function readNotebooks(folder: string): Promise<Map<string, string>> {
  const notebooks = new Map<string, string>();
  for await (const { name } of Deno.readDir(folder)) {
    if (!name.endsWith(".ipynb")) continue;
    const { cells } = JSON.parse(await Deno.readTextFile(join(folder, name)));
    const code = cells.filter((cell: Cell) => cell.cell_type === "code")
      .map(({ source }: Cell) => [source].flat().join(""));
    notebooks.set(`notebooks/${name}`, code.join("\n"));
  }
  return new Map([...notebooks].sort());
}

interface Cell {
  readonly cell_type: string;
  readonly source: string | readonly string[];
}
