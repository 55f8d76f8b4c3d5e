import { type Library, type LibraryFile, reachedFrom, usersOf } from "./library.ts";
import type { ParsedExport } from "./parse_exports.ts";

/** A place in the library of which something is to be said. */
export interface Finding {
  /** `lib/…`. */
  readonly path: string;
  /** The export that is meant, if it is not the whole file. */
  readonly name?: string;
  /** Counted from 1. */
  readonly line?: number;
}

/** Files that no task and no notebook comes to. */
export function unreachedFiles({ files, entries, uses }: Library): Finding[] {
  const reached = reachedFrom(entries, uses);
  return [...files.keys()].filter((path) => !reached.has(path)).map((path) => ({ path }));
}

/**
 * Exports that nothing but tests imports.
 *
 * A type that another export of its file speaks of is left out: it names what callers hand in or get.
 * So are programs, whose exports they use themselves once they are started, and files that nothing
 * reaches, which `unreachedFiles` names.
 */
export function unusedExports(library: Library): Finding[] {
  const unreached = new Set(unreachedFiles(library).map(({ path }) => path));
  const taken = new Set(
    library.uses.filter(({ from }) => !unreached.has(from))
      .flatMap(({ to, names }) => names.map((name) => `${to} ${name}`)),
  );
  return exportsWhere(
    library,
    (it, { path, exports, isProgram }) =>
      !isProgram && !unreached.has(path) && !taken.has(`${path} ${it.name}`) &&
      !(it.isType &&
        exports.some(({ name, mentions }) => name !== it.name && mentions.includes(it.name))),
  );
}

/** Arguments that a function may have beside its options object and its callbacks. */
const MOST_POSITIONAL = 2;

/** Exported functions with more than two arguments by position, options and callbacks not counted. */
export function manyArguments(library: Library): Finding[] {
  return exportsWhere(
    library,
    ({ positional = [] }) =>
      positional.filter((type) => !library.functionTypes.has(type)).length > MOST_POSITIONAL,
  );
}

function exportsWhere(
  { files }: Library,
  isMeant: (it: ParsedExport, file: LibraryFile) => boolean,
): Finding[] {
  return [...files.values()].flatMap((file) =>
    file.exports.filter((it) => isMeant(it, file))
      .map(({ name, line }) => ({ path: file.path, name, line }))
  );
}

/** Lines of the longest file that there may be. */
const MOST_LINES = 200;

/** Files of more than 200 lines. */
export function longFiles({ files }: Library): Finding[] {
  return [...files.values()].filter(({ lines }) => lines > MOST_LINES)
    .map(({ path, lines }) => ({ path, line: lines }));
}

/** Files that a single other file or notebook uses. */
export function singleUserFiles(library: Library): Finding[] {
  const users = usersOf(library);
  return [...library.files.keys()].filter((path) => users.get(path)?.size === 1)
    .map((path) => ({ path }));
}

/** Files on the paths by which loading one file loads another, the first and the last included. */
export function filesBetween(
  { uses }: Library,
  { from, to }: { readonly from: string; readonly to: string },
): string[] {
  const loads = uses.filter(({ how }) => how === "load");
  const below = reachedFrom([from], loads);
  const above = reachedFrom([to], loads.map(({ from, to }) => ({ from: to, to: from })));
  return [...below].filter((path) => above.has(path)).sort();
}
