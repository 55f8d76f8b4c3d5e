import assert from "assert";
import { renderSvg } from "lib/graphs/render.ts";
import { residuals } from "lib/graphs/residuals.ts";
import { checkGraph } from "./_check_graph.ts";
import { samplePredictions } from "./_sample_rows.ts";

const TEXT = { title: "Residuals", subtitle: "Validation set" };

function prediction(predicted: number, actual: number) {
  const both = (score: number) => ({ virality: score, engagement: score });
  return { videoId: "abcdefghijk", predicted: both(predicted), actual: both(actual) };
}

Deno.test("residuals() shows predicted minus actual and its group means", async () => {
  // By prediction: residuals -10, +10 | +5, +15; two groups' means 0 at 55 and 10 at 75.
  const predictions = [[0.6, 0.5], [0.5, 0.6], [0.8, 0.65], [0.7, 0.65]]
    .map(([predicted, actual]) => prediction(predicted!, actual!));
  const spec = residuals(predictions, { ...TEXT, groups: 2 });
  const means = '[{"predicted":55,"residual":0},{"predicted":75,"residual":10}]';
  assert.ok(JSON.stringify(spec).includes(means));
  await checkGraph(spec, {
    snapshot: "residuals",
    texts: ["Virality", "group mean", "Predicted − actual (points of 100)"],
  });
});

Deno.test("residuals() stays small with 2,268 videos", async () => {
  const svg = await renderSvg(residuals(samplePredictions(2268), TEXT));
  assert.ok(svg.length < 260_000, `SVG has ${svg.length} characters`);
});

Deno.test("residuals() refuses what it cannot draw by name", () => {
  assert.throws(() => residuals([], TEXT), {
    name: "RangeError",
    message: "Cannot draw residuals: expected at least one item in predictions, got none",
  });
  assert.throws(() => residuals([prediction(0.5, NaN)], TEXT), {
    name: "RangeError",
    message: /predictions\[0\]\.actual\.virality to be finite, got NaN/,
  });
  assert.throws(() => residuals([prediction(0.5, 0.5)], { ...TEXT, groups: 0 }), {
    name: "RangeError",
    message: /options\.groups to be at least 1, got 0/,
  });
});
