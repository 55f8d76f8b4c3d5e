import assert from "assert";
import { learningCurves } from "lib/graphs/learning_curves.ts";
import { checkGraph } from "./_check_graph.ts";

const TEXT = { title: "Would more videos help?", subtitle: "Sample corpus" };

Deno.test("learningCurves() draws the seeds' mean in the band of all seeds", async () => {
  const spec = learningCurves([
    {
      model: "Training mean",
      role: "baseline",
      points: [{ rows: 100, error: 0.022 }, { rows: 400, error: 0.021 }],
    },
    {
      model: "Ridge",
      points: [
        { rows: 400, error: 0.018 },
        { rows: 100, error: 0.019 },
        { rows: 100, error: 0.021 },
        { rows: 400, error: 0.019 },
      ],
    },
    {
      model: "Neighbours",
      points: [{ rows: 100, error: 0.02 }, { rows: 400, error: 0.0186 }],
    },
  ], TEXT);
  const { layer } = spec as { layer: { data: { values: unknown[] } }[] };
  assert.deepEqual(layer[1]!.data.values, [
    { rows: 100, error: 0.02, low: 0.019, high: 0.021 },
    { rows: 400, error: 0.0185, low: 0.018, high: 0.019 },
  ]);
  await checkGraph(spec, {
    snapshot: "learning_curves",
    texts: ["Training mean 0.0210", "Ridge 0.0185", "Neighbours 0.0186", "Training videos", "400"],
  });
});

Deno.test("learningCurves() refuses what it cannot draw by name", () => {
  const refused = "Cannot draw learning_curves: expected";
  assert.throws(() => learningCurves([], TEXT), {
    name: "RangeError",
    message: `${refused} at least one item in curves, got none`,
  });
  assert.throws(() => learningCurves([{ model: "a", points: [] }], TEXT), {
    name: "RangeError",
    message: `${refused} at least one item in curves[0].points, got none`,
  });
  assert.throws(() => learningCurves([{ model: "a", points: [{ rows: 0, error: 1 }] }], TEXT), {
    name: "RangeError",
    message: `${refused} curves[0].points[0].rows to be above 0, got 0`,
  });
});
