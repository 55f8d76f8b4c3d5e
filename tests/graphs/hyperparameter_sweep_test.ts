import assert from "assert";
import { hyperparameterSweep } from "lib/graphs/hyperparameter_sweep.ts";
import { checkGraph } from "./_check_graph.ts";

const OPTIONS = {
  title: "Sweep",
  subtitle: "Validation set · 3 trials",
  axes: [
    { name: "batchSize", title: "Batch size", scale: "steps" },
    { name: "learningRate", title: "Learning rate", scale: "log" },
  ],
} as const;
const TRIALS = [[16, 1e-7, 0.1], [32, 1e-5, 0.02], [16, 1e-6, 0.04]].map((numbers) => ({
  parameters: { batchSize: numbers[0]!, learningRate: numbers[1]! },
  validationLoss: numbers[2]!,
}));

Deno.test("hyperparameterSweep() shows axes, their values and references", async () => {
  const references = [{ label: "training mean", loss: 0.02134, role: "baseline" }] as const;
  await checkGraph(hyperparameterSweep(TRIALS, { ...OPTIONS, references }), {
    snapshot: "hyperparameter_sweep",
    texts: ["Batch size", "Learning rate", "Validation loss", "16", "32", "1e-7", "1e-5"]
      .concat(["0.02", "0.05", "training mean 0.0213"]),
  });
});

Deno.test("hyperparameterSweep() draws the best trial last and spreads equal values", () => {
  const spec = JSON.stringify(hyperparameterSweep(TRIALS, OPTIONS));
  // Two trials of batch size 16 share the lowest tenth: the worse at 0.025, the better at 0.075.
  // The single trial of 32 stands in the middle of the highest tenth. Rates are even in logarithms.
  const rows = [
    "0,0,0.025,0.1",
    "0,1,0,0.1",
    "0,2,1,0.1",
    "1,0,0.075,0.04",
    "1,1,0.5,0.04",
    "1,2,0.431,0.04", // ln(0.04 / 0.02) / ln(0.1 / 0.02)
    "2,0,0.95,0.02",
    "2,1,1,0.02",
    "2,2,0,0.02",
  ];
  assert.ok(spec.includes(`"trial,axis,at,loss\\n${rows.join("\\n")}"`));
});

Deno.test("hyperparameterSweep() refuses what it cannot draw by name", () => {
  assert.throws(() => hyperparameterSweep([], OPTIONS), {
    name: "RangeError",
    message: "Cannot draw hyperparameter_sweep: expected at least one item in trials, got none",
  });
  const missing = [{ parameters: { batchSize: 16 }, validationLoss: 0.1 }];
  assert.throws(() => hyperparameterSweep(missing, OPTIONS), {
    name: "RangeError",
    message: /trials\[0\]\.parameters\.learningRate to be above 0, got NaN/,
  });
  const free = [{ ...TRIALS[0]!, validationLoss: 0 }];
  assert.throws(() => hyperparameterSweep(free, OPTIONS), {
    name: "RangeError",
    message: /trials\[0\]\.validationLoss to be above 0, got 0/,
  });
});
