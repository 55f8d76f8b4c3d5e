import assert from "assert";
import { brokenSteps, filesOf, readAnswersWay } from "./answers_way.ts";
import { parseLibrary } from "./library.ts";

const LIBRARY = parseLibrary({
  sources: new Map([
    ["lib/a.ts", 'import { b } from "lib/b.ts";'],
    ["lib/b.ts", 'import { c } from "lib/c.ts";'],
    ["lib/c.ts", ""],
  ]),
});

Deno.test("readAnswersWay() reads files and functions of a numbered list", () => {
  const page =
    "1. `lib/a.ts` `f`: first\n\n10. `lib/b.ts` `g`\n2. `lib/c.ts`: none\n- `lib/d.ts` `h`";
  assert.deepEqual(readAnswersWay(page), [
    { path: "lib/a.ts", name: "f" },
    { path: "lib/b.ts", name: "g" },
  ]);
});

Deno.test("brokenSteps() names files and functions there are not, and steps that nothing leads to", () => {
  const step = (path: string, name = "f") => ({ path, name });
  const broken = (...way: { path: string; name: string }[]) =>
    brokenSteps(way, LIBRARY, ({ name }) => name === "f");
  assert.deepEqual(
    broken(step("lib/a.ts"), step("lib/b.ts"), step("lib/a.ts"), step("lib/c.ts")),
    [],
  );
  assert.deepEqual(broken(step("lib/a.ts"), step("lib/c.ts")), [
    "no earlier step imports lib/c.ts",
  ]);
  assert.deepEqual(broken(step("lib/a.ts", "g"), step("lib/x.ts")), [
    "lib/a.ts declares no g",
    "lib/x.ts is not there",
  ]);
});

Deno.test("brokenSteps() counts each file once, up to 20", () => {
  const paths = Array.from({ length: 21 }, (_, i) => `lib/f${i}.ts`);
  const sources = new Map(
    paths.map((path, i) => [path, i < 20 ? `import "lib/f${i + 1}.ts";` : ""] as const),
  );
  const way = paths.map((path) => ({ path, name: "f" }));
  const library = parseLibrary({ sources });
  assert.deepEqual(brokenSteps(way, library, () => true), ["21 files, at most 20"]);
  assert.deepEqual(brokenSteps([...way.slice(0, 20), way[3]!], library, () => true), []);
  assert.equal(filesOf([way[0]!, way[0]!]).length, 1);
});
