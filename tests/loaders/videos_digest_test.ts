import assert from "assert";
import { digestOfVideos } from "lib/loaders/videos_digest.ts";
import type { Video } from "lib/types.ts";

const COUNTS = {
  views: 1000,
  likes: 20,
  comments: 3,
  subscribers: 400,
  day0Views: 50,
  day0Subscribers: 399,
};

const VIDEO: Video = {
  videoId: "aaaaaaaaaaa",
  transcript: "one two",
  scores: { virality: 0.25, engagement: 0.5 },
  row: 0,
  channelId: "channel",
  title: "Title",
  publishedAt: "2024-01-02",
  counts: COUNTS,
};

const OTHER: Video = { ...VIDEO, videoId: "bbbbbbbbbbb", row: 1 };

Deno.test("digestOfVideos() is SHA-256 of the fields by name in alphabetical order", () => {
  // by Python: hashlib.sha256 of this text, without spaces
  // [{"engagement":0.5,"row":0,"transcript":"t","videoId":"a","virality":0.25,},]
  const plain: Video = {
    videoId: "a",
    transcript: "t",
    scores: { virality: 0.25, engagement: 0.5 },
    row: 0,
  };
  assert.equal(
    digestOfVideos([plain]),
    "985cbf4ca136397cb79ebd741a2262d4738f7d6c23d199c0e3d140a662ba6568",
  );
});

Deno.test("digestOfVideos() is another for each field that differs", async (t) => {
  const changes: readonly Partial<Video>[] = [
    { videoId: "ccccccccccc" },
    { transcript: "one two " },
    { scores: { virality: 0.25 + 2 ** -54, engagement: 0.5 } },
    { scores: { virality: 0.25, engagement: 0.75 } },
    { row: 2 },
    { channelId: "other" },
    { channelId: undefined },
    { title: "Other" },
    { publishedAt: "2024-01-03" },
    { counts: undefined },
    ...Object.keys(COUNTS).map((name) => ({ counts: { ...COUNTS, [name]: 7 } })),
  ];
  const before = digestOfVideos([VIDEO, OTHER]);
  for (const change of changes) {
    await t.step(JSON.stringify(change), () => {
      assert.notEqual(digestOfVideos([{ ...VIDEO, ...change }, OTHER]), before);
    });
  }
});

Deno.test("digestOfVideos() is another for another order or number of videos", () => {
  const before = digestOfVideos([VIDEO, OTHER]);
  assert.notEqual(digestOfVideos([OTHER, VIDEO]), before);
  assert.notEqual(digestOfVideos([VIDEO]), before);
  assert.notEqual(digestOfVideos([VIDEO, OTHER, OTHER]), before);
});

Deno.test("digestOfVideos() takes no notice of what is no field of a data set", () => {
  const more = { ...VIDEO, recipe: "invented", counts: { ...COUNTS, shares: 1 } };
  assert.equal(digestOfVideos([more]), digestOfVideos([VIDEO]));
});
