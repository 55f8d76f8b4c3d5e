import assert from "assert";
import {
  filesBetween,
  longFiles,
  manyArguments,
  singleUserFiles,
  unreachedFiles,
  unusedExports,
} from "./findings.ts";
import { parseLibrary } from "./library.ts";

/** The findings of a library of one file, which a task starts. */
function inOneFile(code: string, find: typeof unusedExports): (string | undefined)[] {
  const sources = new Map([["lib/a.ts", code]]);
  return find(parseLibrary({ sources, tasks: ["deno run -A lib/a.ts"] })).map(({ name }) => name);
}

Deno.test("unreachedFiles() follows imports, types, threads and paths from tasks and notebooks", () => {
  const library = parseLibrary({
    sources: new Map([
      ["lib/commands/main.ts", 'import type { A } from "lib/a.ts"; () => import("./b.ts");'],
      ["lib/a.ts", 'new Worker(new URL("./thread.ts", import.meta.url));'],
      ["lib/thread.ts", ""],
      ["lib/commands/b.ts", 'join(import.meta.dirname!, "client", "main.ts"); run("steps.ts");'],
      ["lib/commands/client/main.ts", ""],
      ["lib/commands/steps.ts", ""],
      ["lib/seen.ts", ""],
      ["lib/alone.ts", 'import "lib/below.ts"; // import "lib/a.ts"'],
      ["lib/below.ts", ""],
    ]),
    notebooks: new Map([["notebooks/N.ipynb", 'import { seen } from "lib/seen.ts";']]),
    tasks: ["deno run -A lib/commands/main.ts bench"],
  });
  assert.deepEqual(unreachedFiles(library).map(({ path }) => path), [
    "lib/alone.ts",
    "lib/below.ts",
  ]);
});

Deno.test("unusedExports() names what no file that is reached imports", () => {
  const library = parseLibrary({
    sources: new Map([
      [
        "lib/main.ts",
        'import { used } from "lib/a.ts"; import * as all from "lib/b.ts"; all.member;\n' +
        'const { taken: t } = await import("lib/c.ts"); (await import("lib/c.ts")).got();',
      ],
      ["lib/a.ts", "export function used() { return own(); }\nexport function own() {}"],
      ["lib/b.ts", "export const member = 1, other = 2;"],
      ["lib/c.ts", "export const taken = 1;\nexport function got() {}\nexport class Left {}"],
      ["lib/alone.ts", 'import { own } from "lib/a.ts"; export const nothing = 1;'],
    ]),
    tasks: ["deno run lib/main.ts"],
  });
  assert.deepEqual(unusedExports(library), [
    { path: "lib/a.ts", name: "own", line: 2 },
    { path: "lib/b.ts", name: "other", line: 1 },
    { path: "lib/c.ts", name: "Left", line: 3 },
  ]);
});

Deno.test("unusedExports() leaves out types that another export speaks of, and programs", () => {
  assert.deepEqual(
    inOneFile(
      "export interface Given {}\nexport interface Inside {}\n" +
        "export function f(it: Given) { const x: Inside = {}; return it; }",
      unusedExports,
    ),
    ["Inside", "f"],
  );
  assert.deepEqual(
    inOneFile("export function f() {}\nif (import.meta.main) f();", unusedExports),
    [],
  );
});

Deno.test("manyArguments() counts neither options nor callbacks nor lists at the end", () => {
  const code = `
    interface Own { a: number }
    type Call = (x: number) => void;
    export function three(a: number, b: number, c: Far) {}
    export const arrow = (a: number, b: string, c = 1) => a;
    export function own(a: number, b: number, it: Own) {}
    export function named(a: number, b: number, options: Far) {}
    export function fields(a: number, b: number, { c }: Far) {}
    export function calls(a: number, b: number, c: Call, d: () => void) {}
    export function rest(a: number, b: number, ...c: number[]) {}
    function hidden(a: number, b: number, c: number) {}
  `;
  assert.deepEqual(inOneFile(code, manyArguments), ["three", "arrow"]);
});

Deno.test("longFiles() names files of more than 200 lines", () => {
  const sources = new Map([["lib/a.ts", "\n".repeat(200)], ["lib/b.ts", "\n".repeat(201)]]);
  assert.deepEqual(longFiles(parseLibrary({ sources })), [{ path: "lib/b.ts", line: 201 }]);
});

Deno.test("singleUserFiles() and filesBetween() count by files, not by imports", () => {
  const library = parseLibrary({
    sources: new Map([
      [
        "lib/a.ts",
        'import "lib/b.ts"; import type { C } from "lib/c.ts"; import { d } from "lib/c.ts";',
      ],
      ["lib/b.ts", 'import "lib/d.ts";'],
      ["lib/c.ts", 'import type { D } from "lib/d.ts";'],
      ["lib/d.ts", ""],
    ]),
  });
  assert.deepEqual(singleUserFiles(library).map(({ path }) => path), ["lib/b.ts", "lib/c.ts"]);
  assert.deepEqual(filesBetween(library, { from: "lib/a.ts", to: "lib/d.ts" }), [
    "lib/a.ts",
    "lib/b.ts",
    "lib/d.ts",
  ]);
});
