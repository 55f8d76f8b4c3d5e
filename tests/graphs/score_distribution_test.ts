import assert from "assert";
import { scoreDistribution } from "lib/graphs/score_distribution.ts";
import { checkGraph } from "./_check_graph.ts";

const TEXT = { title: "Scores", subtitle: "4 videos" };
const both = (score: number) => ({ scores: { virality: score, engagement: score } });

Deno.test("scoreDistribution() counts scores, marks mean and median", async () => {
  // 50, 51, 60, 100 over 50..100 in 5 bars of 10: two, one, none, none, one (100 itself included).
  const spec = scoreDistribution([0.5, 0.51, 0.6, 1].map(both), { ...TEXT, bins: 5 });
  const bars = JSON.stringify(spec).match(/"videos":\d+/g)!.map((bar) => Number(bar.slice(9)));
  assert.deepEqual(bars.slice(0, 5), [2, 1, 0, 0, 1]);
  await checkGraph(spec, {
    snapshot: "score_distribution",
    texts: ["Scores", "4 videos", "Virality", "Engagement", "mean 65.3", "median 55.5", "Videos"],
  });
});

Deno.test("scoreDistribution() draws a single score", async () => {
  const spec = scoreDistribution([both(0.5)], TEXT);
  await checkGraph(spec, { snapshot: "score_distribution_of_one", texts: ["mean 50.0"] });
});

Deno.test("scoreDistribution() refuses no rows and NaN by name", () => {
  assert.throws(() => scoreDistribution([], TEXT), {
    name: "RangeError",
    message: "Cannot draw score_distribution: expected at least one item in rows, got none",
  });
  const rows = [both(0.5), { scores: { virality: 0.5, engagement: NaN } }];
  assert.throws(() => scoreDistribution(rows, TEXT), {
    name: "RangeError",
    message:
      "Cannot draw score_distribution: expected rows[1].scores.engagement to be finite, got NaN",
  });
  assert.throws(() => scoreDistribution([both(0.5)], { ...TEXT, bins: 0 }), {
    name: "RangeError",
    message: "Cannot draw score_distribution: expected options.bins to be at least 1, got 0",
  });
});
