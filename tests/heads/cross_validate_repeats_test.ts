import assert from "assert";
import { crossValidate } from "lib/heads/cross_validate.ts";
import { crossValidateRepeats } from "lib/heads/cross_validate_repeats.ts";
import { mean } from "lib/heads/mean.ts";
import { evaluate } from "lib/metrics/evaluate.ts";
import { metricOf } from "lib/metrics/metric_of.ts";

const videos = [0, 0.2, 0.4, 1].map((score, row) => ({
  videoId: `v${row}`,
  row,
  transcript: "",
  scores: { virality: score, engagement: score },
}));
const features = { kind: "dense", rows: 4, columns: 1, data: new Float64Array(4) } as const;
const alternating = [{ train: [0, 2], test: [1, 3] }, { train: [1, 3], test: [0, 2] }];
const halves = [{ train: [0, 1], test: [2, 3] }, { train: [2, 3], test: [0, 1] }];

Deno.test("crossValidateRepeats() gives the predictions of one repeat after the other", async () => {
  const predictions = await crossValidateRepeats(mean(), {
    features,
    videos,
    repeats: [alternating, halves],
  });
  assert.deepEqual(predictions, [
    ...await crossValidate(mean(), { features, videos, folds: alternating }),
    ...await crossValidate(mean(), { features, videos, folds: halves }),
  ]);
  assert.deepEqual(predictions.map(({ videoId }) => videoId).slice(3, 6), ["v3", "v0", "v1"]);
});

// A repeat over again is no further data, which only groups of a video's repeats make known.
Deno.test("crossValidateRepeats() of equal repeats gives one repeat's interval by group", async () => {
  const errorOf = async (repeats: number) => {
    const predictions = await crossValidateRepeats(mean(), {
      features,
      videos,
      repeats: Array.from({ length: repeats }, () => halves),
    });
    const groups = Array.from({ length: repeats }, () => ["a", "a", "b", "c"]).flat();
    return metricOf(evaluate(predictions, { seed: 1, resamples: 50, groups }), "mse").average;
  };
  const [once, thrice] = [await errorOf(1), await errorOf(3)];
  for (const end of ["value", "low", "high"] as const) {
    assert.ok(Math.abs(once[end] - thrice[end]) < 1e-12);
  }
});

Deno.test("crossValidateRepeats() refuses a repeat that leaves a row out", async () => {
  await assert.rejects(
    crossValidateRepeats(mean(), { features, videos, repeats: [halves, halves.slice(1)] }),
    { name: "RangeError", message: /expected row 2 in the test side of one fold, got 0/ },
  );
});
