import assert from "assert";
import { scoreRanges } from "lib/graphs/score_ranges.ts";
import { checkGraph } from "./_check_graph.ts";

const TEXT = { title: "Scores", subtitle: "1 video" };
const range = { score: 54.26, low: 20, high: 90, median: 61 };

Deno.test("scoreRanges() draws both scores on their intervals", async () => {
  const spec = scoreRanges({ virality: range, engagement: { ...range, score: 40 } }, TEXT);
  const scores = JSON.stringify(spec).match(/"score":[\d.]+/g)!;
  assert.deepEqual([...new Set(scores)], ['"score":54.3', '"score":40']);
  await checkGraph(spec, {
    snapshot: "score_ranges",
    texts: ["Scores", "1 video", "Virality", "Engagement", "100"],
  });
});

Deno.test("scoreRanges() is as wide as it is told", () => {
  const ranges = { virality: range, engagement: range };
  assert.equal((scoreRanges(ranges, TEXT) as { width?: number }).width, 420);
  assert.equal((scoreRanges(ranges, { ...TEXT, width: 99 }) as { width?: number }).width, 99);
});

Deno.test("scoreRanges() refuses a number that is not finite by name", () => {
  assert.throws(() => scoreRanges({ virality: range, engagement: { ...range, low: NaN } }, TEXT), {
    name: "RangeError",
    message: "Cannot draw score_ranges: expected ranges.engagement.low to be finite, got NaN",
  });
});
