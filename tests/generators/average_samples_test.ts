import assert from "assert";
import fc from "fast-check";
import { averageSamples } from "lib/generators/average_samples.ts";
import type { Scores } from "lib/types.ts";

Deno.test("averageSamples() gives means and sample standard deviations", () => {
  const { mean, spread } = averageSamples([
    { virality: 0.2, engagement: 0.5 },
    { virality: 0.4, engagement: 0.5 },
    { virality: 0.9, engagement: 0.5 },
  ]);
  // By hand: mean 1.5 / 3; squares 0.09 + 0.01 + 0.16 = 0.26, divided by 2.
  assert.ok(Math.abs(mean.virality - 0.5) < 1e-15);
  assert.ok(Math.abs(spread!.virality - Math.sqrt(0.13)) < 1e-15);
  assert.deepEqual([mean.engagement, spread!.engagement], [0.5, 0]);
});

Deno.test("averageSamples() has no spread for one answer and refuses none", () => {
  const only = { virality: 0.3, engagement: 0.7 };
  assert.deepEqual(averageSamples([only]), { mean: only });
  assert.throws(() => averageSamples([]), {
    name: "RangeError",
    message: "Cannot average samples: expected at least one, got none",
  });
});

Deno.test("averageSamples() stays within the answers and knows no order", () => {
  const score = fc.double({ min: 0, max: 1, noNaN: true });
  const scores = fc.record({ virality: score, engagement: score });
  fc.assert(fc.property(fc.array(scores, { minLength: 2, maxLength: 32 }), (samples) => {
    const { mean, spread } = averageSamples(samples);
    const values = samples.map(({ virality }) => virality);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    assert.ok(mean.virality >= low - 1e-12 && mean.virality <= high + 1e-12);
    assert.ok(spread!.virality <= high - low + 1e-12);
    const turned = averageSamples(samples.toReversed());
    assert.ok(Math.abs(turned.mean.engagement - mean.engagement) < 1e-12);
  }));
});

Deno.test("averageSamples() averages whatever targets the answers have", () => {
  const answers = [{ rating: 0.25 }, { rating: 0.75 }] as unknown as Scores[];
  assert.deepEqual(averageSamples(answers), {
    mean: { rating: 0.5 },
    spread: { rating: Math.SQRT1_2 / 2 },
  });
});
