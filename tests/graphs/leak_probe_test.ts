import assert from "assert";
import { leakProbe } from "lib/graphs/leak_probe.ts";
import { checkGraph } from "./_check_graph.ts";

const TEXT = { title: "A random split leaks", subtitle: "Validation set" };

Deno.test("leakProbe() shows each split's errors and their ratio", async () => {
  const spec = leakProbe([
    { split: "Random split", rowNumberError: 0.0086, meanError: 0.0215 }, // 0.4 of it
    { split: "Blocks of 100 rows", rowNumberError: 0.03, meanError: 0.025 }, // 1.2 of it
  ], TEXT);
  await checkGraph(spec, {
    snapshot: "leak_probe",
    texts: ["Random split", "Blocks of 100 rows", "Row number alone", "Training mean", "0.0215"]
      .concat(["0.0086 (−60% against the mean)", "0.0300 (+20% against the mean)"]),
  });
});

Deno.test("leakProbe() refuses what it cannot draw by name", () => {
  assert.throws(() => leakProbe([], TEXT), {
    name: "RangeError",
    message: "Cannot draw leak_probe: expected at least one item in results, got none",
  });
  assert.throws(() => leakProbe([{ split: "x", rowNumberError: NaN, meanError: 1 }], TEXT), {
    name: "RangeError",
    message: "Cannot draw leak_probe: expected results[0].rowNumberError to be finite, got NaN",
  });
});
