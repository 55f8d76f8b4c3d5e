import assert from "assert";
import { drawRooms } from "./draw_rooms.ts";
import { parseLibrary } from "./library.ts";
import { pictureOf } from "./picture.ts";
import { floorsOf, reduced, roomGraph } from "./room_graph.ts";

const LIBRARY = parseLibrary({
  sources: new Map([
    ["lib/types.ts", ""],
    ["lib/heads/a.ts", 'import type { A } from "lib/types.ts";'],
    ["lib/scoring/b.ts", 'import "lib/heads/a.ts"; import "lib/types.ts"; run("lib/graphs/c.ts");'],
    ["lib/graphs/c.ts", 'import "./d.ts";'],
    ["lib/graphs/d.ts", ""],
  ]),
  notebooks: new Map([["notebooks/N.ipynb", 'import "lib/scoring/b.ts";']]),
});

Deno.test("roomGraph() joins files to rooms; reduced() leaves out what a longer way implies", () => {
  const plain = (graph: ReturnType<typeof roomGraph>) =>
    Object.fromEntries([...graph].map(([room, targets]) => [room, [...targets]]));
  const graph = roomGraph(LIBRARY);
  assert.deepEqual(plain(graph), {
    ground: [],
    heads: ["ground"],
    scoring: ["heads", "ground"],
    graphs: [],
    "*.ipynb": ["scoring"],
  });
  assert.deepEqual(plain(reduced(graph)).scoring, ["heads"]);
});

Deno.test("floorsOf() puts each room one above the highest that it imports", () => {
  const floors = floorsOf(roomGraph(LIBRARY));
  assert.deepEqual(floors, [["graphs", "ground"], ["heads"], ["scoring"], ["*.ipynb"]]);
});

Deno.test("drawRooms() numbers the rooms of a flow and notes the steps of an answer", () => {
  const steps = ["scoring", "scoring", "heads", "scoring"];
  const svg = drawRooms(roomGraph(LIBRARY), { flow: ["heads"], steps });
  const texts = [...svg.matchAll(/<text[^>]*>([^<]*)/g)].map(([, text]) => text);
  assert.deepEqual(texts, [
    "graphs",
    "ground",
    "1 heads",
    "answer 3",
    "scoring",
    "answer 1–2, 4",
    "*.ipynb",
  ]);
  assert.equal(svg.match(/marker-end/g)?.length, 3);
});

Deno.test("pictureOf() reads the flow and the way of an answer from the page", () => {
  const svg = pictureOf(LIBRARY, "    heads  ->  graphs\n\n1. `lib/heads/a.ts` `f`: first\n");
  assert.match(svg, />1 heads<.*>answer 1<[^]*>2 graphs<|>2 graphs<[^]*>1 heads<.*>answer 1</);
});
