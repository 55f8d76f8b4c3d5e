import assert from "assert";
import { protocolsOf } from "lib/scoring/measured.ts";
import { knownVideos } from "lib/scoring/known_videos.ts";
import type { Video } from "lib/types.ts";

/** Videos of which nothing but the channel matters. */
function videosOf(count: number, channelOf?: (row: number) => string): Video[] {
  return Array.from({ length: count }, (_, row) => ({
    videoId: `${row}`,
    row,
    transcript: "",
    scores: { virality: 0.5, engagement: 0.5 },
    ...(channelOf && { channelId: channelOf(row) }),
  }));
}

Deno.test("protocolsOf() learns from no block beside those that it asks about", () => {
  const known = knownVideos({ kind: "real", name: "1200 real videos", videos: videosOf(1200) });
  const [, { protocol, folds }] = protocolsOf(known);
  assert.equal(protocol, "blocks of 100 rows, neighbours unseen too");
  for (const { train, test } of folds) {
    const asked = new Set(test.map((row) => Number(known.groups[row])));
    const learned = new Set(train.map((row) => Number(known.groups[row])));
    for (const block of asked) {
      assert.ok([block - 1, block, block + 1].every((near) => !learned.has(near)), `${block}`);
    }
  }
  const all = folds.flatMap(({ test }) => test).sort((a, b) => a - b);
  assert.deepEqual(all, [...known.videos.keys()], "each video is asked about once");
});

Deno.test("protocolsOf() keeps true channels apart and leaves none out", () => {
  const videos = videosOf(60, (row) => `channel${Math.floor(row / 6)}`);
  const known = knownVideos({ kind: "real", name: "60 real videos", videos });
  const [random, { protocol, folds }] = protocolsOf(known);
  assert.equal(random.protocol, "random split");
  assert.equal(protocol, "channels");
  for (const { train, test } of folds) {
    assert.equal(train.length + test.length, known.videos.length);
    const learned = new Set(train.map((row) => known.groups[row]));
    assert.ok(test.every((row) => !learned.has(known.groups[row])));
  }
});
