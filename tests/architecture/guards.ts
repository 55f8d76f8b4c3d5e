import {
  type Finding,
  longFiles,
  manyArguments,
  unreachedFiles,
  unusedExports,
} from "./findings.ts";
import type { Library } from "./library.ts";

/** Something of which the library may have no more than it has. */
export interface Guard {
  /** What is counted. */
  readonly what: string;
  readonly find: (library: Library) => readonly Finding[];
  /** How many there may be beside exceptions. It only falls, to 0. */
  readonly ceiling: number;
}

/** Everything that is counted. */
export const GUARDS: readonly Guard[] = [
  { what: "files that no command and no notebook reaches", find: unreachedFiles, ceiling: 1 },
  { what: "exports that nothing but tests imports", find: unusedExports, ceiling: 19 },
  {
    what: "exported functions of more than two arguments before options and callbacks",
    find: manyArguments,
    ceiling: 24,
  },
  { what: "files of more than 200 lines", find: longFiles, ceiling: 1 },
];

/** What no guard counts, `path` or `path name`, each with the reason; at most ten. */
export const EXCEPTIONS: Readonly<Record<string, string>> = {
  "lib/encoders/store.ts storeIn":
    "opens folders of features that other programs filled; tests read such files by it",
  "lib/settings.ts readSettings": "tests hand in an environment; everything else reads `settings`",
};

/** What a guard counts: its findings but for the exceptions. */
export function counted(guard: Guard, library: Library): Finding[] {
  return guard.find(library).filter((finding) => !(keyOf(finding) in EXCEPTIONS));
}

/** Exceptions that no guard needs any more. */
export function idleExceptions(library: Library): string[] {
  const found = new Set(GUARDS.flatMap(({ find }) => find(library)).map(keyOf));
  return Object.keys(EXCEPTIONS).filter((key) => !found.has(key));
}

function keyOf({ path, name }: Finding): string {
  return name === undefined ? path : `${path} ${name}`;
}

/** A finding as an editor opens it: `path:line name`. */
export function textOf({ path, name, line }: Finding): string {
  return `${path}${line === undefined ? "" : `:${line}`}${name === undefined ? "" : ` ${name}`}`;
}
