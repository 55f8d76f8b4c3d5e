import assert from "assert";
import { join } from "node:path";
import { readSources } from "lib/commands/_read_sources.ts";
import { settings } from "lib/settings.ts";
import { brokenSteps, readAnswersWay } from "./architecture/answers_way.ts";
import {
  circles,
  forbiddenUses,
  readFloors,
  unlistedFolders,
  upwardRooms,
} from "./architecture/floors.ts";
import { counted, EXCEPTIONS, GUARDS, idleExceptions, textOf } from "./architecture/guards.ts";
import { readLibrary } from "./architecture/library.ts";
import { pictureOf } from "./architecture/picture.ts";

const SOURCES = await readSources(settings.root, "lib");
const LIBRARY = await readLibrary(settings.root);
const PAGE = await Deno.readTextFile(join(settings.root, "docs", "architecture.md"));
const FLOORS = readFloors(PAGE);

function withoutComments(code: string): string {
  return code.replace(/\/\*[^]*?\*\/|(?<![:"'`\w])\/\/.*/g, "");
}

/** Files but for the owner in whose code a pattern stands. */
function filesWith(pattern: RegExp, owner: string): string[] {
  return [...SOURCES].filter(([file, code]) =>
    file !== owner && pattern.test(withoutComments(code))
  )
    .map(([file]) => file);
}

Deno.test("lib/ has a line in docs/architecture.md for every folder, and no other lines", () => {
  assert.deepEqual(unlistedFolders(LIBRARY, FLOORS), []);
});

Deno.test("lib/ imports as docs/architecture.md allows, and down the flow", () => {
  assert.deepEqual(upwardRooms(FLOORS), []);
  assert.deepEqual(forbiddenUses(LIBRARY, FLOORS), []);
});

Deno.test("lib/ imports in no circle", () => {
  assert.deepEqual(circles(LIBRARY), []);
});

Deno.test("lib/ and the notebooks import only files that exist", () => {
  const missing = LIBRARY.uses.filter(({ to }) => !LIBRARY.files.has(to));
  assert.deepEqual(missing.map(({ from, to }) => `${from} imports ${to}`), []);
});

Deno.test("lib/ reads the environment, the kernel and tfjs-node in one file each", () => {
  const environment = /\bDeno\.env\.(?:get|has|toObject)\b|\bprocess\.env\b/;
  assert.deepEqual(filesWith(environment, "lib/settings.ts"), []);
  assert.deepEqual(filesWith(/\bDeno\.jupyter\b/, "lib/kernel.ts"), []);
  assert.deepEqual(
    filesWith(
      /\b(?:from|import)\s*\(?\s*["'](?:npm:)?@tensorflow\/tfjs-node/,
      "lib/training/tensorflow.ts",
    ),
    [],
  );
});

Deno.test("lib/ has no barrel files", () => {
  const reExports =
    /^export\s+(?:type\s+)?(?:\*|\{[^}]*\})(?:\s+as\s+\w+)?\s+from\s+["'](?:lib\/|\.)/m;
  assert.deepEqual(filesWith(reExports, ""), []);
  assert.deepEqual([...SOURCES.keys()].filter((file) => /\/(?:mod|index)\.ts$/.test(file)), []);
});

for (const guard of GUARDS) {
  Deno.test(`lib/ has at most ${guard.ceiling} ${guard.what}`, () => {
    const found = counted(guard, LIBRARY).map(textOf);
    assert.ok(found.length <= guard.ceiling, `${found.length}:\n${found.join("\n")}`);
  });
}

Deno.test("at most ten exceptions are made, each of something that there is", () => {
  assert.ok(Object.keys(EXCEPTIONS).length <= 10);
  assert.deepEqual(idleExceptions(LIBRARY), []);
});

Deno.test("docs/architecture.md lists the way of one answer as the imports have it", () => {
  const way = readAnswersWay(PAGE);
  const declares = ({ path, name }: { path: string; name: string }) =>
    new RegExp(`\\b(?:function\\*?|const) ${name}\\b`).test(SOURCES.get(path) ?? "");
  assert.deepEqual(brokenSteps(way, LIBRARY, declares), []);
  assert.equal(way[0]?.path, "lib/commands/main.ts");
  assert.equal(way.at(-1)?.path, "lib/metrics/conformal.ts");
});

Deno.test("docs/architecture.svg shows the imports as they are; `deno task picture` renews it", async () => {
  const drawn = await Deno.readTextFile(join(settings.root, "docs", "architecture.svg"));
  assert.equal(drawn, pictureOf(LIBRARY, PAGE));
});
