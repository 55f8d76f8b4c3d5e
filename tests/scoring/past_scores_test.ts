import assert from "assert";
import { meanScores, pastScores } from "lib/scoring/past_scores.ts";
import type { Scores } from "lib/types.ts";

const both = (score: number): Scores => ({ virality: score, engagement: score });

Deno.test("pastScores() predicts videos with a transcript from it and others by the mean", async () => {
  const asked: (readonly string[])[] = [];
  const past = await pastScores([
    { scores: both(0.1) },
    { scores: both(0.2), transcript: "four" },
    { scores: both(0.3), transcript: "" },
    { scores: both(0.4), transcript: "eleven\x07chars" },
  ], {
    otherwise: both(0.5),
    predict: (texts) => {
      asked.push(texts);
      return Promise.resolve(texts.map((text) => both(text.length / 100)));
    },
  });
  assert.deepEqual(asked, [["four", "eleven chars"]]);
  assert.deepEqual(past.map(({ predicted }) => predicted.virality), [0.5, 0.04, 0.5, 0.12]);
  assert.deepEqual(past.map(({ actual }) => actual.virality), [0.1, 0.2, 0.3, 0.4]);
});

Deno.test("meanScores() averages each target", () => {
  const videos = [{ virality: 0.2, engagement: 1 }, { virality: 0.4, engagement: 0 }];
  const { virality, engagement } = meanScores(videos.map((scores) => ({ scores })));
  assert.ok(Math.abs(virality - 0.3) < 1e-12 && engagement === 0.5);
});
