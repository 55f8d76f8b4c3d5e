import assert from "assert";
import { modelComparison } from "lib/graphs/model_comparison.ts";
import { renderSvg } from "lib/graphs/render.ts";
import { checkGraph, textsOf } from "./_check_graph.ts";

const TEXT = { title: "Models", subtitle: "Validation set · 568 videos" };

function model(name: string, error: number) {
  const estimate = (value: number) => ({ value, low: value * 0.9, high: value * 1.1 });
  return {
    model: name,
    errors: {
      average: estimate(error),
      virality: estimate(error * 1.5),
      engagement: estimate(error / 2),
    },
  };
}

const MODELS = [model("Ridge", 0.018), model("Kernel ridge", 0.0171), model("Mean", 0.0213)];

Deno.test("modelComparison() shows models, intervals and references", async () => {
  const references = [
    { label: "original's best", role: "original", errors: { average: 0.01777 } },
    { label: "training mean", role: "baseline", errors: { average: 0.02134, virality: 0.032 } },
  ] as const;
  await checkGraph(modelComparison(MODELS, { ...TEXT, references }), {
    snapshot: "model_comparison",
    texts: ["Models", "Both targets averaged", "Virality", "Engagement", "Kernel ridge", "0.0171"]
      .concat(["original's best 0.0178", "training mean 0.0213", "training mean 0.0320"]),
  });
});

Deno.test("modelComparison() puts the best model first", async () => {
  const shown = textsOf(await renderSvg(modelComparison(MODELS, TEXT)));
  const names = shown.filter((text) => MODELS.some((model) => model.model === text));
  assert.deepEqual(names, ["Kernel ridge", "Ridge", "Mean"]);
});

Deno.test("modelComparison() refuses what it cannot draw by name", () => {
  assert.throws(() => modelComparison([], TEXT), {
    name: "RangeError",
    message: "Cannot draw model_comparison: expected at least one item in models, got none",
  });
  assert.throws(() => modelComparison([MODELS[0]!, MODELS[0]!], TEXT), {
    name: "RangeError",
    message: 'Cannot draw model_comparison: expected models[].model to differ, got "Ridge" twice',
  });
  assert.throws(() => modelComparison([model("Broken", NaN)], TEXT), {
    name: "RangeError",
    message:
      "Cannot draw model_comparison: expected models[0].errors.average.value to be finite, got NaN",
  });
  const references = [{ label: "x", role: "baseline", errors: { virality: NaN } }] as const;
  assert.throws(() => modelComparison(MODELS, { ...TEXT, references }), {
    name: "RangeError",
    message: /options\.references\["x"\] to be finite/,
  });
});
