import assert from "assert";
import { predictedAgainstActual } from "lib/graphs/predicted_against_actual.ts";
import { renderSvg, withTheme } from "lib/graphs/render.ts";
import { checkGraph } from "./_check_graph.ts";
import { samplePredictions } from "./_sample_rows.ts";

const OPTIONS = {
  title: "Predicted against actual",
  subtitle: "Validation set · 3 videos · ridge",
  trainingMean: { virality: 0.69, engagement: 0.758 },
};

Deno.test("predictedAgainstActual() shows both targets, the mean and the diagonal", async () => {
  const notes = { virality: "MSE 0.0261", engagement: "MSE 0.0091" };
  const spec = predictedAgainstActual(samplePredictions(3), { ...OPTIONS, notes });
  await checkGraph(spec, {
    snapshot: "predicted_against_actual",
    texts: [OPTIONS.title, OPTIONS.subtitle, "MSE 0.0261", "training", "mean 69.0", "mean 75.8"]
      .concat(["predicted = actual", "Actual virality (0 to 100)"]),
  });
});

Deno.test("predictedAgainstActual() shows scores in 0..100 with one decimal", () => {
  const predictions = [{
    videoId: "abcdefghijk",
    actual: { virality: 0.51239, engagement: 0.6 },
    predicted: { virality: 0.7, engagement: 0.80001 },
  }];
  const spec = JSON.stringify(predictedAgainstActual(predictions, OPTIONS));
  assert.ok(spec.includes('"video,actual,predicted\\nabcdefghijk,51.2,70"'));
  assert.ok(spec.includes('"video,actual,predicted\\nabcdefghijk,60,80"'));
});

Deno.test("predictedAgainstActual() stays small with 2,268 videos", async () => {
  const spec = predictedAgainstActual(samplePredictions(2268), OPTIONS);
  const svg = await renderSvg(spec);
  assert.equal(svg.match(/<use /g)!.length, 2 * 2268);
  assert.ok(svg.length < 260_000, `SVG has ${svg.length} characters`);
  const bundled = JSON.stringify(withTheme(spec)).length;
  assert.ok(bundled < 130_000, `spec has ${bundled} characters`);
});

Deno.test("predictedAgainstActual() refuses what it cannot draw by name", () => {
  assert.throws(() => predictedAgainstActual([], OPTIONS), {
    name: "RangeError",
    message:
      "Cannot draw predicted_against_actual: expected at least one item in predictions, got none",
  });
  const [first] = samplePredictions(1);
  const broken = { ...first!, predicted: { virality: Infinity, engagement: 0.5 } };
  assert.throws(() => predictedAgainstActual([broken], OPTIONS), {
    name: "RangeError",
    message: "Cannot draw predicted_against_actual: expected predictions[0].predicted.virality " +
      "to be finite, got Infinity",
  });
  const trainingMean = { virality: 0.5, engagement: NaN };
  assert.throws(() => predictedAgainstActual([first!], { ...OPTIONS, trainingMean }), {
    name: "RangeError",
    message: /options\.trainingMean\.engagement to be finite, got NaN/,
  });
});
