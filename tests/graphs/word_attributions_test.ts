import assert from "assert";
import { wordAttributions } from "lib/graphs/word_attributions.ts";

const TEXT = { title: "Words", subtitle: "Video abcdefghijk" };

Deno.test("wordAttributions() colours words by how far they moved the score", () => {
  const html = wordAttributions([
    { text: "up", change: 0.02 },
    { text: "down", change: -0.01 },
    { text: "still", change: 0.0001 },
  ], TEXT);
  assert.ok(html.includes(
    '<span title="+2.00 points of 100" ' +
      'style="background:rgba(0, 114, 178, 0.50);border-radius:3px;padding:1px 2px">up</span>',
  ));
  assert.match(html, /title="−1\.00 points of 100" style="background:rgba\(213, 94, 0, 0\.25\)/);
  assert.match(html, /<\/span> still</);
  assert.ok(html.includes("raised the score by 2.00 points of 100"));
});

Deno.test("wordAttributions() escapes words, title and subtitle", () => {
  const html = wordAttributions([{ text: "<img src=x>", change: 1 }], {
    title: "<b>",
    subtitle: '"&',
  });
  assert.ok(html.includes("&lt;img src=x&gt;") && html.includes("&lt;b&gt;"));
  assert.ok(html.includes("&quot;&amp;") && !html.includes("<img"));
});

Deno.test("wordAttributions() leaves words plain where nothing moved the score", () => {
  const html = wordAttributions([{ text: "a", change: 0 }, { text: "b", change: 0 }], TEXT);
  assert.match(html, /<p[^>]*>a b<\/p>/);
});

Deno.test("wordAttributions() never colours more than fullChange allows", () => {
  const html = wordAttributions([{ text: "a", change: 5 }], { ...TEXT, fullChange: 1 });
  assert.match(html, /0\.50\);border-radius:3px;padding:1px 2px">a</);
});

Deno.test("wordAttributions() refuses no words and NaN by name", () => {
  assert.throws(() => wordAttributions([], TEXT), {
    name: "RangeError",
    message: "Cannot draw word_attributions: expected at least one item in words, got none",
  });
  assert.throws(() => wordAttributions([{ text: "a", change: NaN }], TEXT), {
    name: "RangeError",
    message: "Cannot draw word_attributions: expected words[0].change to be finite, got NaN",
  });
});
