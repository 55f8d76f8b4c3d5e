import assert from "assert";
import { dirname, join } from "node:path";
import { readSources } from "lib/commands/_read_sources.ts";
import { settings } from "lib/settings.ts";

/** What each folder of `lib/` may import besides itself and the files directly in `lib/`. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  storage: [],
  loaders: ["storage"],
  encoders: ["loaders", "storage"],
  heads: [],
  training: ["heads", "loaders", "storage"],
  generators: ["loaders", "training", "storage"],
  metrics: [],
  evaluation: ["loaders", "encoders", "heads", "metrics", "notebooks", "storage"],
  graphs: [],
  report: ["evaluation", "graphs"],
  scoring: [
    "loaders",
    "encoders",
    "heads",
    "training",
    "metrics",
    "evaluation",
    "graphs",
    "storage",
  ],
  notebooks: ["storage"],
  commands: [
    "storage",
    "loaders",
    "encoders",
    "heads",
    "training",
    "generators",
    "metrics",
    "evaluation",
    "graphs",
    "report",
    "scoring",
    "notebooks",
  ],
};

/** Code by file, as `lib/…` paths with forward slashes. */
type Sources = ReadonlyMap<string, string>;

function withoutComments(code: string): string {
  return code.replace(/\/\*[^]*?\*\/|(?<![:"'`\w])\/\/.*/g, "");
}

/** The files of the library that a file imports, types and workers included. */
function importsOf(file: string, code: string): string[] {
  const specifier =
    /(?:\bfrom|\bimport|\bimport\(|\bnew URL\()\s*["']((?:lib\/|\.\.?\/)[^"']+\.ts)["']/g;
  return [...withoutComments(code).matchAll(specifier)].map(([, path]) =>
    path!.startsWith("lib/") ? path! : join(dirname(file), path!).replaceAll("\\", "/")
  );
}

/** `loaders` of `lib/loaders/sample/a.ts`; nothing for a file directly in `lib/`. */
function folderOf(file: string): string | undefined {
  return /^lib\/([^/]+)\//.exec(file)?.[1];
}

function forbiddenImports(sources: Sources): string[] {
  return [...sources].flatMap(([file, code]) =>
    importsOf(file, code).filter((target) => !mayImport(folderOf(file), folderOf(target)))
      .map((target) => `${file} imports ${target}`)
  );
}

function mayImport(from: string | undefined, to: string | undefined): boolean {
  if (to === undefined || from === to) return true;
  return from !== undefined && MAY_IMPORT[from]?.includes(to) === true;
}

function circles(sources: Sources): string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) {
      found.push([...path.slice(path.indexOf(file)), file].join(" -> "));
      return;
    }
    if (done.has(file)) return;
    for (const next of importsOf(file, sources.get(file) ?? "")) visit(next, [...path, file]);
    done.add(file);
  };
  for (const file of sources.keys()) visit(file, []);
  return found;
}

/** Files but for the owner in whose code a pattern stands. */
function usersOf(pattern: RegExp, owner: string, sources: Sources): string[] {
  return [...sources].filter(([file, code]) =>
    file !== owner && pattern.test(withoutComments(code))
  )
    .map(([file]) => file);
}

const LIBRARY = await readSources(settings.root, "lib");

Deno.test("forbiddenImports() and circles() find what is planted", () => {
  const planted: Sources = new Map([
    ["lib/heads/a.ts", 'import type { B } from "../metrics/b.ts";\nimport "lib/types.ts";'],
    [
      "lib/metrics/b.ts",
      '// import "lib/heads/a.ts";\nexport const b = await import("lib/metrics/c.ts");',
    ],
    ["lib/metrics/c.ts", 'import {\n  b,\n} from "./b.ts";'],
    ["lib/types.ts", 'import { x } from "./heads/a.ts";'],
  ]);
  assert.deepEqual(forbiddenImports(planted), [
    "lib/heads/a.ts imports lib/metrics/b.ts",
    "lib/types.ts imports lib/heads/a.ts",
  ]);
  assert.deepEqual(circles(planted), [
    "lib/metrics/b.ts -> lib/metrics/c.ts -> lib/metrics/b.ts",
    "lib/heads/a.ts -> lib/types.ts -> lib/heads/a.ts",
  ]);
});

Deno.test("lib/ holds only the folders that have a place in the flow", () => {
  const folders = new Set([...LIBRARY.keys()].map(folderOf).filter((name) => name !== undefined));
  assert.deepEqual([...folders].filter((name) => !(name in MAY_IMPORT)), []);
});

Deno.test("lib/ imports down the flow and never back", () => {
  assert.deepEqual(forbiddenImports(LIBRARY), []);
});

Deno.test("lib/ imports in no circle", () => {
  assert.deepEqual(circles(LIBRARY), []);
});

Deno.test("lib/ imports only files that exist", () => {
  const missing = [...LIBRARY].flatMap(([file, code]) => importsOf(file, code))
    .filter((target) => !LIBRARY.has(target));
  assert.deepEqual(missing, []);
});

Deno.test("lib/ reads the environment, the kernel and tfjs-node in one file each", () => {
  const environment = /\bDeno\.env\.(?:get|has|toObject)\b|\bprocess\.env\b/;
  assert.deepEqual(usersOf(environment, "lib/settings.ts", LIBRARY), []);
  assert.deepEqual(usersOf(/\bDeno\.jupyter\b/, "lib/kernel.ts", LIBRARY), []);
  assert.deepEqual(
    usersOf(
      /\b(?:from|import)\s*\(?\s*["'](?:npm:)?@tensorflow\/tfjs-node/,
      "lib/training/tensorflow.ts",
      LIBRARY,
    ),
    [],
  );
});

Deno.test("lib/ has no barrel files", () => {
  const reExports =
    /^export\s+(?:type\s+)?(?:\*|\{[^}]*\})(?:\s+as\s+\w+)?\s+from\s+["'](?:lib\/|\.)/m;
  assert.deepEqual(usersOf(reExports, "", LIBRARY), []);
  assert.deepEqual([...LIBRARY.keys()].filter((file) => /\/(?:mod|index)\.ts$/.test(file)), []);
});
