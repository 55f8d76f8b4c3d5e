import assert from "assert";
import type { Answer } from "lib/scoring/answer.ts";
import { answerHtml } from "lib/scoring/writing/answer_html.ts";

const target = { score: 50, low: 40, high: 60, percentile: 50, median: 50 };
const answer: Extract<Answer, { kind: "scored" }> = {
  kind: "scored",
  item: "a.txt",
  finding: {
    basis: ["words"],
    scores: { virality: target, engagement: target },
    words: [],
    passages: [],
    moments: [],
    neighbours: [],
    facts: { model: "m", data: "d", kind: "real", intervals: "i", heldOut: [] },
  },
  cautions: [],
};

Deno.test("answerHtml() says how far a channel's past moved the scores, if it did", async () => {
  const finding = { ...answer.finding, moved: { virality: 13.62, engagement: -4.1 } };
  const sentence = "The channel's past videos moved them: virality +13.6, engagement −4.1";
  assert.ok((await answerHtml({ ...answer, finding })).includes(`<p>${sentence}</p>`));
  assert.ok(!(await answerHtml(answer)).includes("past videos"));
});
