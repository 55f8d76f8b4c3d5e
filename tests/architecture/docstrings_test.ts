import assert from "assert";
import { beginsAsQuestion, docstringsOf, drawDocstrings } from "./docstrings.ts";

const SOURCES = new Map([
  ["lib/a.ts", "/** What it is. */\nexport const a = 1;\n/* no docstring */\n// nor this\n"],
  ["lib/b.ts", "interface B {\n  /**\n   * Seconds\n   * gone.\n   */\n  readonly b: number;\n}\n"],
]);

Deno.test("docstringsOf() gives place, words and the line below", () => {
  assert.deepEqual(docstringsOf(SOURCES), [
    { path: "lib/a.ts", line: 1, text: "What it is.", about: "export const a = 1;" },
    { path: "lib/b.ts", line: 2, text: "Seconds\ngone.", about: "readonly b: number;" },
  ]);
  assert.deepEqual(docstringsOf(SOURCES).map(beginsAsQuestion), [true, false]);
});

Deno.test("drawDocstrings() draws the same for the same seed, each once", () => {
  const many = Array.from({ length: 30 }, (_, line) => ({ path: "a", line, text: "", about: "" }));
  const drawn = drawDocstrings(many, { count: 10, seed: 1 });
  assert.deepEqual(drawDocstrings(many, { count: 10, seed: 1 }), drawn);
  assert.equal(new Set(drawn.map(({ line }) => line)).size, 10);
  assert.notDeepEqual(drawDocstrings(many, { count: 10, seed: 2 }), drawn);
});
