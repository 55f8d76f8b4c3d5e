import assert from "assert";
import { renderSvg, withTheme } from "lib/graphs/render.ts";
import { scoreByRow } from "lib/graphs/score_by_row.ts";
import { checkGraph } from "./_check_graph.ts";
import { sampleScores } from "./_sample_rows.ts";

const TEXT = { title: "Score by row", subtitle: "5 videos" };
const row = (row: number, virality: number) => ({ row, scores: { virality, engagement: 0.6 } });

Deno.test("scoreByRow() draws a rolling mean in the order of rows", async () => {
  // In order 50, 60, 70, 80, 90; centred means of 3 with 2 at both ends: 55, 60, 70, 80, 85.
  const rows = [row(4, 0.9), row(0, 0.5), row(2, 0.7), row(1, 0.6), row(3, 0.8)];
  const spec = scoreByRow(rows, { ...TEXT, window: 3 });
  const text = JSON.stringify(spec);
  assert.ok(text.includes('"row,score\\n0,50\\n1,60\\n2,70\\n3,80\\n4,90"'));
  assert.ok(text.includes('"row,score\\n0,55\\n1,60\\n2,70\\n3,80\\n4,85"'));
  await checkGraph(spec, {
    snapshot: "score_by_row",
    texts: ["Virality", "Engagement", "mean of", "3 rows", "Row number in the data set"],
  });
});

Deno.test("scoreByRow() draws an even window with the greater half behind", () => {
  // Window 2 is each row and the next: 55, 65, and the last row alone.
  const spec = scoreByRow([row(0, 0.5), row(1, 0.6), row(2, 0.7)], { ...TEXT, window: 2 });
  assert.ok(JSON.stringify(spec).includes('"row,score\\n0,55\\n1,65\\n2,70"'));
});

Deno.test("scoreByRow() stays small with 3,546 videos", async () => {
  const spec = scoreByRow(sampleScores(3546), TEXT);
  const size = (await renderSvg(spec)).length;
  assert.ok(size < 160_000, `SVG has ${size} characters`);
  assert.ok(JSON.stringify(withTheme(spec)).length < 110_000);
});

Deno.test("scoreByRow() refuses what it cannot draw by name", () => {
  assert.throws(() => scoreByRow([], TEXT), {
    name: "RangeError",
    message: "Cannot draw score_by_row: expected at least one item in rows, got none",
  });
  assert.throws(() => scoreByRow([row(NaN, 0.5)], TEXT), {
    name: "RangeError",
    message: "Cannot draw score_by_row: expected rows[0].row to be finite, got NaN",
  });
  assert.throws(() => scoreByRow([row(0, NaN)], TEXT), {
    name: "RangeError",
    message: /rows\[0\]\.scores\.virality to be finite/,
  });
  assert.throws(() => scoreByRow([row(0, 0.5)], { ...TEXT, window: 0 }), {
    name: "RangeError",
    message: "Cannot draw score_by_row: expected options.window to be at least 1 whole row, got 0",
  });
});
