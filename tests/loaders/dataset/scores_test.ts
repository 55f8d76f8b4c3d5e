import assert from "assert";
import { rawEngagement, rawVirality } from "lib/loaders/dataset/scores.ts";
import type { Counts } from "lib/types.ts";

const COUNTS: Counts = {
  views: 1000,
  likes: 40,
  comments: 10,
  subscribers: 500,
  day0Views: 300,
  day0Subscribers: 400,
};

Deno.test("rawEngagement() divides likes and comments by views", () => {
  assert.equal(rawEngagement({ videoId: "abcdefghijk", counts: COUNTS }), 0.05);
});

Deno.test("rawVirality() adds the first day's and all views for each subscriber", () => {
  assert.equal(rawVirality({ videoId: "abcdefghijk", counts: COUNTS }), 2.75);
});

Deno.test("rawVirality() and rawEngagement() allow zero where nothing is divided by it", () => {
  const counts = { ...COUNTS, likes: 0, comments: 0, day0Views: 0 };
  assert.equal(rawEngagement({ videoId: "abcdefghijk", counts }), 0);
  assert.equal(rawVirality({ videoId: "abcdefghijk", counts }), 2);
});

Deno.test("rawEngagement() and rawVirality() name the video and the count that is wrong", () => {
  const uses = [
    { score: rawEngagement, fields: ["views", "likes", "comments"] },
    { score: rawVirality, fields: ["views", "subscribers", "day0Views", "day0Subscribers"] },
  ] as const;
  for (const { score, fields } of uses) {
    for (const field of fields) {
      for (const wrong of [-1, NaN, Infinity, undefined]) {
        const counts = { ...COUNTS, [field]: wrong };
        assert.throws(() => score({ videoId: "abcdefghijk", counts }), {
          name: "RangeError",
          message: `Cannot score video abcdefghijk: expected ${field} to be a finite count of at ` +
            `least 0, got ${wrong ?? "none"}`,
        });
      }
    }
  }
});

Deno.test("rawEngagement() and rawVirality() refuse to divide by zero", () => {
  const refuses = (score: () => number, field: string) =>
    assert.throws(score, {
      name: "RangeError",
      message:
        `Cannot score video abcdefghijk: expected ${field} to be more than 0, since a score ` +
        "divides by it, got 0",
    });
  const video = (zero: keyof Counts) => ({
    videoId: "abcdefghijk",
    counts: { ...COUNTS, [zero]: 0 },
  });
  refuses(() => rawEngagement(video("views")), "views");
  refuses(() => rawVirality(video("subscribers")), "subscribers");
  refuses(() => rawVirality(video("day0Subscribers")), "day0Subscribers");
});

Deno.test("rawEngagement() refuses a video without counts", () => {
  assert.throws(() => rawEngagement({ videoId: "abcdefghijk" }), {
    name: "RangeError",
    message: "Cannot score video abcdefghijk: expected likes to be a finite count of at least 0, " +
      "got none",
  });
});
