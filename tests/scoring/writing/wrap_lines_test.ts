import assert from "assert";
import fc from "fast-check";
import { wrapLines } from "lib/scoring/writing/wrap_lines.ts";

Deno.test("wrapLines() breaks at spaces and hangs the rest", () => {
  assert.deepEqual(wrapLines("aa bb cc dd", { first: "- ", width: 7 }), ["- aa bb", "  cc dd"]);
  assert.deepEqual(wrapLines("", { first: "- " }), ["- "]);
});

Deno.test("wrapLines() breaks a word that is longer than a line", () => {
  assert.deepEqual(wrapLines("a bbbbbbbb", { width: 5 }), ["a", "bbbbb", "bbb"]);
});

Deno.test("wrapLines() loses no character and passes no line's end", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
    const lines = wrapLines(text, { first: "> ", width: 12 });
    assert.ok(lines.every((line) => [...line].length <= 12));
    const content = lines.map((line) => line.slice(2)).join("");
    assert.equal(content.replace(/\s/g, ""), text.replace(/\s/g, ""));
  }));
});

Deno.test("wrapLines() fills a line to its last character and no further", () => {
  assert.deepEqual(wrapLines("abcd efgh", { width: 9 }), ["abcd efgh"]);
  assert.deepEqual(wrapLines("abcd efgh", { width: 8 }), ["abcd", "efgh"]);
});
