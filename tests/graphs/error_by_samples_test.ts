import assert from "assert";
import { errorBySamples } from "lib/graphs/error_by_samples.ts";
import { checkGraph } from "./_check_graph.ts";

const OPTIONS = { title: "Error by answers", subtitle: "Test set", trainingMean: 0.03 };
const BASE = {
  model: "Base",
  role: "baseline",
  measured: [{ samples: 1, error: 0.052 }, { samples: 4, error: 0.034 }],
  squaredBias: 0.03,
  variance: 0.02,
} as const;
const TUNED = { ...BASE, model: "Fine-tuned", role: "model", squaredBias: 0.02 } as const;

Deno.test("errorBySamples() draws dots over the formula's two parts, all on one scale", async () => {
  const spec = errorBySamples([BASE, TUNED], OPTIONS);
  const text = JSON.stringify(spec);
  // 0.03 + 0.02 / k at k = 1, 2 and 4; the axis ends 5% above the worst measurement
  for (const line of ["1,0.05,0.03", "2,0.04,0.03", "4,0.035,0.03", "4,0.025,0.02"]) {
    assert.ok(text.includes(`\\n${line}`), `expected ${line} among the curve's points`);
  }
  assert.equal(text.split('"domain":[0,0.0546]').length - 1, 8);
  await checkGraph(spec, {
    snapshot: "error_by_samples",
    texts: ["Base", "Fine-tuned", "bias²", "variance / k", "training mean 0.0300"],
  });
});

Deno.test("errorBySamples() refuses what it cannot draw by name", () => {
  assert.throws(() => errorBySamples([], OPTIONS), {
    name: "RangeError",
    message: "Cannot draw error_by_samples: expected at least one item in models, got none",
  });
  assert.throws(
    () => errorBySamples([{ ...BASE, measured: [] }], OPTIONS),
    /models\[0\]\.measured/,
  );
  assert.throws(
    () => errorBySamples([{ ...BASE, measured: [{ samples: 0, error: 1 }] }], OPTIONS),
    /models\[0\]\.measured\[0\]\.samples to be above 0, got 0/,
  );
  assert.throws(
    () => errorBySamples([{ ...BASE, variance: NaN }], OPTIONS),
    /variance to be finite/,
  );
  assert.throws(() => errorBySamples([BASE], { ...OPTIONS, trainingMean: NaN }), /trainingMean/);
});
