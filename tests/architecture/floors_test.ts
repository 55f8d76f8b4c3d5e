import assert from "assert";
import { circles, forbiddenUses, readFloors, unlistedFolders, upwardRooms } from "./floors.ts";
import { parseLibrary } from "./library.ts";

const PLANTED = parseLibrary({
  sources: new Map([
    ["lib/heads/a.ts", 'import type { B } from "../metrics/b.ts";\nimport "lib/types.ts";'],
    [
      "lib/metrics/b.ts",
      '// import "lib/heads/a.ts";\nexport const b = await import("lib/metrics/c.ts");',
    ],
    ["lib/metrics/c.ts", 'import {\n  b,\n} from "./b.ts";'],
    ["lib/metrics/inner/d.ts", 'const file = "lib/heads/a.ts";'],
    ["lib/types.ts", 'import { x } from "./heads/a.ts";'],
  ]),
});

const PAGE = `
| room | job | may import |
|---|---|---|
| \`lib/heads/\` | scores | |
| \`lib/metrics/\` | how good | \`heads\`, \`graphs\` |
`;

Deno.test("readFloors() reads rooms in their order, and every folder", () => {
  const { rooms, folders } = readFloors(`${PAGE}| \`lib/metrics/inner/\` | d |\n`);
  assert.deepEqual([...rooms], [["heads", []], ["metrics", ["heads", "graphs"]]]);
  assert.deepEqual(folders, ["lib/heads", "lib/metrics", "lib/metrics/inner"]);
});

Deno.test("forbiddenUses() names imports and paths that a room may not use", () => {
  assert.deepEqual(forbiddenUses(PLANTED, readFloors(PAGE)), [
    "lib/heads/a.ts imports lib/metrics/b.ts",
    "lib/types.ts imports lib/heads/a.ts",
  ]);
  assert.deepEqual(forbiddenUses(PLANTED, { rooms: new Map(), folders: [] }), [
    "lib/heads/a.ts imports lib/metrics/b.ts",
    "lib/metrics/inner/d.ts names lib/heads/a.ts",
    "lib/types.ts imports lib/heads/a.ts",
  ]);
});

Deno.test("circles() finds those of types, dynamic imports and the ground", () => {
  assert.deepEqual(circles(PLANTED), [
    "lib/metrics/b.ts -> lib/metrics/c.ts -> lib/metrics/b.ts",
    "lib/heads/a.ts -> lib/types.ts -> lib/heads/a.ts",
  ]);
});

Deno.test("upwardRooms() names a room that does not stand above", () => {
  assert.deepEqual(upwardRooms(readFloors(PAGE)), [
    "metrics may import graphs, which does not stand above it",
  ]);
});

Deno.test("unlistedFolders() names folders without a line, and lines without a file", () => {
  assert.deepEqual(unlistedFolders(PLANTED, readFloors(`${PAGE}| \`lib/graphs/\` | none | |\n`)), [
    "lib/graphs has a line and no file",
    "lib/metrics/inner has no line",
  ]);
});
