import type { Answer, Finding } from "lib/scoring/answer.ts";

const target = { score: 50, low: 40, high: 60, percentile: 50, median: 50 };

/** What a model says that found nothing of note. */
export const finding: Finding = {
  basis: ["words"],
  scores: { virality: target, engagement: target },
  words: [],
  passages: [],
  moments: [],
  neighbours: [],
  facts: { model: "m", data: "d", kind: "real", intervals: "i", heldOut: [] },
};

/** The same as the answer for a file. */
export const answer: Extract<Answer, { kind: "scored" }> = {
  kind: "scored",
  item: "a.txt",
  finding,
  cautions: [],
};

/** Two moments, of which the first raised virality by 2 points and the second lowered it by 1. */
export const moments: Finding["moments"] = [2, -1].map((virality, i) => ({
  startMs: 2000 * i,
  endMs: 2000 * i + 1500,
  effect: { virality, engagement: 0 },
  text: `what is said ${i}`,
}));
