import assert from "assert";
import { originalSplit } from "lib/loaders/splits/original_split.ts";
import { createSampleCorpus } from "lib/loaders/sample/sample_corpus.ts";
import {
  inventedCautions,
  knownVideos,
  learnedFrom,
  unseenGroup,
} from "lib/scoring/known_videos.ts";
import type { Video } from "lib/types.ts";

const { videos } = createSampleCorpus({ channels: 6, videosPerChannel: 10 });
const known = knownVideos({ kind: "sample", name: "sample corpus of 60 videos", videos });

Deno.test("knownVideos() leaves the test side out and keeps each video's channel", () => {
  const { test, validation } = originalSplit(60);
  const ids = known.videos.map(({ videoId }) => videoId);
  assert.equal(known.videos.length, 48);
  assert.deepEqual(known.rows, known.rows.toSorted((a, b) => a - b), "in the corpus's order");
  assert.equal(known.name, "48 of the sample corpus of 60 videos");
  assert.ok(test.every((row) => !ids.includes(videos[row]!.videoId)));
  known.rows.forEach((row, i) => {
    assert.equal(known.videos[i], videos[row]);
    assert.equal(known.groups[i], videos[row]!.channelId);
  });
  assert.deepEqual(
    known.randomFold.test.map((i) => known.rows[i]),
    [...validation],
  );
  assert.equal(unseenGroup(known), "a video of a channel that was not seen");
});

Deno.test("knownVideos() lets blocks of the whole data stand in for channels", () => {
  const unnamed = Array.from({ length: 300 }, (_, row): Video => ({
    videoId: `${row}`,
    row,
    transcript: "",
    scores: { virality: 0.5, engagement: 0.5 },
  }));
  const { groups, rows, groupsName, name, ...others } = knownVideos({
    kind: "real",
    name: "300 real videos",
    videos: unnamed,
  });
  assert.equal(name, "240 of 300 real videos");
  assert.equal(groupsName, "blocks of 100 rows");
  assert.deepEqual(groups, rows.map((row) => String(Math.floor(row / 100))));
  assert.match(unseenGroup({ groupsName }), /run of neighbouring videos/);
  assert.deepEqual(inventedCautions(others), []);
});

Deno.test("learnedFrom() tells apart whatever gives another model, and nothing else", () => {
  const described = (of: typeof known) => JSON.stringify(learnedFrom(of));
  const scores = { virality: 0.123, engagement: 0.5 };
  for (const change of [{ transcript: "x" }, { videoId: "x" }, { scores }]) {
    const changed = known.videos.map((video, i) => i === 7 ? { ...video, ...change } : video);
    assert.notEqual(described({ ...known, videos: changed }), described(known));
  }
  const { train, test } = known.randomFold;
  const others: Partial<typeof known>[] = [
    { kind: "real" },
    { groups: known.groups.with(7, "x") },
    { groupsName: "blocks of 100 rows" },
    { randomFold: { train: test, test: train } },
  ];
  for (const change of others) {
    assert.notEqual(described({ ...known, ...change }), described(known));
  }
  assert.equal(described({ ...known, name: "another name" }), described(known));
});
