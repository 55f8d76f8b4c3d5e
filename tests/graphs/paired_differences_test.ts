import assert from "assert";
import { pairedDifferences } from "lib/graphs/paired_differences.ts";
import { checkGraph } from "./_check_graph.ts";

const TEXT = { title: "Which models differ", subtitle: "Sample corpus" };
const MODELS = ["Ridge", "Neighbours", "Training mean"];
const PAIRS = [
  { first: "Ridge", second: "Neighbours", difference: { value: -0.0004 }, adjustedP: 0.3 },
  { first: "Ridge", second: "Training mean", difference: { value: -0.0031 }, adjustedP: 0.0003 },
  { first: "Training mean", second: "Neighbours", difference: { value: 0.0027 }, adjustedP: 0.05 },
];

Deno.test("pairedDifferences() shows each pair both ways and marks what is more than chance", async () => {
  const spec = pairedDifferences(MODELS, PAIRS, TEXT);
  await checkGraph(spec, {
    snapshot: "paired_differences",
    texts: ["Ridge · 1", "Neighbours · 2", "Training mean · 3"]
      .concat(["−0.4", "+0.4", "−3.1 *", "+3.1 *", "−2.7", "+2.7"]), // 0.05 is not below 0.05
  });
});

Deno.test("pairedDifferences() refuses what it cannot draw by name", () => {
  const [pair] = PAIRS;
  const draw = (pairs: typeof PAIRS) => () => pairedDifferences(MODELS, pairs, TEXT);
  assert.throws(draw([]), {
    name: "RangeError",
    message: "Cannot draw paired_differences: expected at least one item in pairs, got none",
  });
  assert.throws(draw([{ ...pair!, difference: { value: NaN } }]), {
    name: "RangeError",
    message:
      "Cannot draw paired_differences: expected pairs[0].difference.value to be finite, got NaN",
  });
  assert.throws(draw([{ ...pair!, second: "Other" }]), {
    name: "RangeError",
    message:
      'Cannot draw paired_differences: expected the models of pairs[0] among models, got "Other"',
  });
});
