import assert from "assert";
import { originalSplit } from "lib/loaders/splits/original_split.ts";
import { createSampleCorpus } from "lib/loaders/sample/sample_corpus.ts";
import { poolIdentity, trainingPool } from "lib/scoring/models/training_pool.ts";
import type { Video } from "lib/types.ts";

const { videos } = createSampleCorpus({ channels: 6, videosPerChannel: 10 });
const pool = trainingPool({ kind: "sample", name: "sample corpus of 60 videos", videos });

Deno.test("trainingPool() leaves the test side out and keeps each video's channel", () => {
  const { test, validation } = originalSplit(60);
  const ids = pool.videos.map(({ videoId }) => videoId);
  assert.equal(pool.videos.length, 48);
  assert.deepEqual(pool.rows, pool.rows.toSorted((a, b) => a - b), "in the corpus's order");
  assert.equal(pool.name, "48 of the sample corpus of 60 videos");
  assert.ok(test.every((row) => !ids.includes(videos[row]!.videoId)));
  pool.rows.forEach((row, i) => {
    assert.equal(pool.videos[i], videos[row]);
    assert.equal(pool.groups[i], videos[row]!.channelId);
  });
  assert.deepEqual(
    pool.randomFold.test.map((i) => pool.rows[i]),
    [...validation],
  );
});

Deno.test("trainingPool() lets blocks of the whole data stand in for channels", () => {
  const unnamed = Array.from({ length: 300 }, (_, row): Video => ({
    videoId: `${row}`,
    row,
    transcript: "",
    scores: { virality: 0.5, engagement: 0.5 },
  }));
  const { groups, rows, groupName, name } = trainingPool({
    kind: "real",
    name: "300 real videos",
    videos: unnamed,
  });
  assert.equal(name, "240 of 300 real videos");
  assert.equal(groupName, "blocks of 100 rows");
  assert.deepEqual(groups, rows.map((row) => String(Math.floor(row / 100))));
});

Deno.test("poolIdentity() tells apart whatever gives another model, and nothing else", () => {
  const described = (of: typeof pool) => JSON.stringify(poolIdentity(of));
  const scores = { virality: 0.123, engagement: 0.5 };
  for (const change of [{ transcript: "x" }, { videoId: "x" }, { scores }]) {
    const changed = pool.videos.map((video, i) => i === 7 ? { ...video, ...change } : video);
    assert.notEqual(described({ ...pool, videos: changed }), described(pool));
  }
  const { train, test } = pool.randomFold;
  const others: Partial<typeof pool>[] = [
    { kind: "real" },
    { groups: pool.groups.with(7, "x") },
    { groupName: "blocks of 100 rows" },
    { randomFold: { train: test, test: train } },
  ];
  for (const change of others) {
    assert.notEqual(described({ ...pool, ...change }), described(pool));
  }
  assert.equal(described({ ...pool, name: "another name" }), described(pool));
});
