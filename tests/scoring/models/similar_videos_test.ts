import assert from "assert";
import { openSimilarVideos } from "lib/scoring/models/similar_videos.ts";
import type { Video } from "lib/types.ts";
import { dense, sparse } from "../../heads/_matrices.ts";

const videos = ["a", "b", "c"].map((videoId, row): Video => ({
  videoId,
  row,
  transcript: `${videoId} ${"word ".repeat(40)}`,
  scores: { virality: 0.1 * row, engagement: 0.5 },
}));

Deno.test("openSimilarVideos() gives the largest cosines first and none that is 0", () => {
  const rows = [[1, 0], [0.6, 0.8], [0, 1]];
  for (const matrix of [dense, sparse]) {
    const similar = openSimilarVideos(videos, { features: matrix(rows) })(matrix([[0, 1]]));
    assert.deepEqual(similar.map(({ videoId, similarity }) => [videoId, similarity]), [
      ["c", 1],
      ["b", 0.8],
    ]);
    assert.deepEqual(similar[0]!.scores, { virality: 20, engagement: 50 });
    assert.match(similar[0]!.snippet, /^c word .* word …$/);
    assert.ok(similar[0]!.snippet.length <= 122);
  }
});

Deno.test("openSimilarVideos() gives five, the earlier ones of equal ones", () => {
  const many = [..."abcdefg"].map((videoId): Video => ({ ...videos[0]!, videoId }));
  const similar = openSimilarVideos(many, { features: dense(many.map(() => [1])) });
  assert.deepEqual(similar(dense([[1]])).map(({ videoId }) => videoId), [..."abcde"]);
});

Deno.test("openSimilarVideos() gives no cosine above 1, whatever rounding adds", () => {
  const [a] = openSimilarVideos(videos, { features: dense([[1.0000001], [0], [0]]) })(dense([[1]]));
  assert.equal(a!.similarity, 1);
});
