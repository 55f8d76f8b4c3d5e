import assert from "assert";
import { percentile, targetAnswers } from "lib/scoring/target_answers.ts";

Deno.test("percentile() counts equal values half", () => {
  assert.equal(percentile(0.5, [0.1, 0.5, 0.5, 0.9]), 50);
  assert.equal(percentile(0.6, [0.1, 0.5, 0.5, 0.9]), 75);
  assert.equal(percentile(0, [0.1]), 0);
  assert.throws(() => percentile(0.5, []), {
    name: "RangeError",
    message: "Cannot take a percentile: expected values, got none",
  });
});

Deno.test("targetAnswers() brings scores into 0..100, cutting what lies outside", () => {
  const interval = () => ({
    virality: { low: 0.2, high: 0.6 },
    engagement: { low: 0.8, high: 1 },
  });
  const known = [0.2, 0.3, 0.5].map((score) => ({ virality: score, engagement: score }));
  const answers = targetAnswers({ virality: 0.4, engagement: 1.2 }, {
    intervals: { interval },
    known,
  });
  assert.deepEqual(answers, {
    virality: { score: 40, low: 20, high: 60, percentile: 200 / 3, median: 30 },
    engagement: { score: 100, low: 80, high: 100, percentile: 100, median: 30 },
  });
});

Deno.test("targetAnswers() takes the mean of the two middle scores of an even number", () => {
  const interval = () => ({ virality: { low: 0, high: 1 }, engagement: { low: 0, high: 1 } });
  const known = [0.5, 0.125, 0.25, 1].map((score) => ({ virality: score, engagement: score }));
  const answers = targetAnswers(known[0]!, { intervals: { interval }, known });
  assert.equal(answers.virality.median, 37.5);
});
