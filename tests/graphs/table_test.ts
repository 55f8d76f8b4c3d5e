import assert from "assert";
import { tableHtml, tableText } from "lib/graphs/table.ts";

const ROWS = [
  { model: "Ridge <1>", mse: 0.0180449, videos: 568 },
  { model: "Mean", mse: 0.02134, videos: 12n },
];

Deno.test("tableText() rounds numbers and aligns them on their right", () => {
  assert.equal(
    tableText(ROWS),
    [
      "model         mse  videos",
      "Ridge <1>  0.0180     568",
      "Mean       0.0213      12",
    ].join("\n"),
  );
});

Deno.test("tableText() leaves missing cells empty and keeps all columns", () => {
  assert.equal(tableText([{ a: 1 }, { b: "x" }]), "a  b\n1\n   x");
  assert.equal(tableText([]), "");
});

Deno.test("tableHtml() escapes every cell and heading, aligns numbers on their right", () => {
  const html = tableHtml([{ "<b>": "<script>", n: 1.25 }], { decimals: 1 });
  assert.ok(!html.includes("<script>") && !html.includes("<b>"));
  assert.match(html, /<th style="text-align:left[^>]*>&lt;b&gt;<\/th>/);
  assert.match(html, /<th style="text-align:right[^>]*>n<\/th>/);
  assert.match(html, /<td style="text-align:right[^>]*>1\.3<\/td>/);
});
