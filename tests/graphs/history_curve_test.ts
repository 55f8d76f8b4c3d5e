import assert from "assert";
import { historyCurve } from "lib/graphs/history_curve.ts";
import { checkGraph } from "./_check_graph.ts";

const OPTIONS = { title: "Error by known videos", subtitle: "Blocks of 50 rows" };
const MEAN = {
  model: "Training mean",
  role: "baseline",
  points: [
    { known: 0, value: 0.0208, low: 0.019, high: 0.0229 },
    { known: 5, value: 0.0208, low: 0.019, high: 0.0229 },
    { known: 20, value: 0.0208, low: 0.019, high: 0.0229 },
  ],
} as const;
const LEVEL = {
  model: "Level",
  role: "model",
  dash: [6, 3],
  points: [
    { known: 0, value: 0.0208, low: 0.019, high: 0.0229 },
    { known: 5, value: 0.012981, low: 0.0116, high: 0.0143 },
    { known: 20, value: 0.0117, low: 0.0104, high: 0.013 },
  ],
} as const;
const TEXT = {
  ...LEVEL,
  model: "Level and words",
  dash: undefined,
  points: LEVEL.points.map((point) => ({ ...point, value: point.value - 0.0001 })),
} as const;

Deno.test("historyCurve() draws a line in a band for each model, named at its end", async () => {
  const spec = historyCurve([MEAN, LEVEL, TEXT], OPTIONS);
  const text = JSON.stringify(spec);
  assert.ok(text.includes('{"known":5,"error":0.01298,"low":0.0116,"high":0.0143}'));
  // 4% of 0.0229 - 0.0104 beyond the lowest and the highest end
  assert.ok(text.includes('"domain":[0.0099,0.0234]'));
  await checkGraph(spec, {
    snapshot: "history_curve",
    texts: ["Training mean 0.0208", "Level 0.0117", "Level and words 0.0116", "0", "5", "20"],
  });
});

Deno.test("historyCurve() refuses what it cannot draw by name", () => {
  assert.throws(() => historyCurve([], OPTIONS), {
    name: "RangeError",
    message: "Cannot draw history_curve: expected at least one item in lines, got none",
  });
  assert.throws(() => historyCurve([{ ...MEAN, points: [] }], OPTIONS), /lines\[0\]\.points/);
  const [point] = MEAN.points;
  for (const part of ["known", "value", "low", "high"] as const) {
    assert.throws(
      () => historyCurve([{ ...MEAN, points: [{ ...point, [part]: NaN }] }], OPTIONS),
      new RegExp(`lines\\[0\\]\\.points\\[0\\]\\.${part} to be finite, got NaN`),
    );
  }
});
