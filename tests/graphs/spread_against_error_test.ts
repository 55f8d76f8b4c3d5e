import assert from "assert";
import { spreadAgainstError } from "lib/graphs/spread_against_error.ts";
import { checkGraph } from "./_check_graph.ts";

const TEXT = { title: "Spread and error", subtitle: "Test set" };

function video(spread: number, error: number) {
  const both = (value: number) => ({ virality: value, engagement: value });
  return { videoId: "abcdefghijk", spread: both(spread), error: both(error) };
}

Deno.test("spreadAgainstError() shows each video and the groups' means, least spread first", async () => {
  // by spread: 10 and 12 with errors 5 and 15, then 20 and 30 with errors 10 and 40
  const videos = [video(0.3, 0.4), video(0.1, 0.05), video(0.2, 0.1), video(0.12, 0.15)];
  const notes = { virality: "Spearman 0.80", engagement: "Spearman 0.80" };
  const spec = spreadAgainstError(videos, { ...TEXT, groups: 2, notes });
  const means = '[{"spread":11,"error":10},{"spread":25,"error":25}]';
  assert.equal(JSON.stringify(spec).split(means).length - 1, 2);
  await checkGraph(spec, {
    snapshot: "spread_against_error",
    texts: ["Virality", "Engagement", "Spearman 0.80", "group mean"],
  });
});

Deno.test("spreadAgainstError() refuses what it cannot draw by name", () => {
  assert.throws(() => spreadAgainstError([], TEXT), {
    name: "RangeError",
    message: "Cannot draw spread_against_error: expected at least one item in videos, got none",
  });
  assert.throws(() => spreadAgainstError([video(NaN, 0)], TEXT), {
    name: "RangeError",
    message: /videos\[0\]\.spread\.virality to be finite, got NaN/,
  });
  assert.throws(() => spreadAgainstError([video(0, 0)], { ...TEXT, groups: 0 }), {
    name: "RangeError",
    message: /options\.groups to be at least 1, got 0/,
  });
});
