import assert from "assert";
import { splitComparison } from "lib/graphs/split_comparison.ts";
import { checkGraph } from "./_check_graph.ts";

const TEXT = { title: "Both splits", subtitle: "Sample corpus" };
const around = (value: number) => ({ value, low: value - 0.001, high: value + 0.001 });

Deno.test("splitComparison() ranks models by the first split and shares one scale", async () => {
  const spec = splitComparison([
    { model: "Training mean", role: "baseline", known: around(0.0213), unseen: around(0.0245) },
    { model: "Ridge", known: around(0.018), unseen: around(0.0227) },
  ], { ...TEXT, headings: { known: "Random split", unseen: "Blocks of 100 rows" } });
  const { hconcat } = spec as { hconcat: { layer: { encoding: { y: { sort: string[] } } }[] }[] };
  for (const { layer } of hconcat) {
    assert.deepEqual(layer[0]!.encoding.y.sort, ["Ridge", "Training mean"]);
  }
  await checkGraph(spec, {
    snapshot: "split_comparison",
    texts: ["Ridge", "Training mean", "Random split", "Blocks of 100 rows", "0.0180", "0.0245"],
  });
});

Deno.test("splitComparison() refuses what it cannot draw by name", () => {
  assert.throws(() => splitComparison([], TEXT), {
    name: "RangeError",
    message: "Cannot draw split_comparison: expected at least one item in models, got none",
  });
  const broken = { model: "a", known: around(1), unseen: { value: 1, low: NaN, high: 1 } };
  assert.throws(() => splitComparison([broken], TEXT), {
    name: "RangeError",
    message: "Cannot draw split_comparison: expected models[0].unseen.low to be finite, got NaN",
  });
});
