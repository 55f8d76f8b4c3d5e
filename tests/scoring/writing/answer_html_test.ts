import assert from "assert";
import { answerHtml } from "lib/scoring/writing/answer_html.ts";
import { answer } from "./_answer.ts";

Deno.test("answerHtml() says how far a channel's past moved the scores, if it did", async () => {
  const finding = { ...answer.finding, moved: { virality: 13.62, engagement: -4.1 } };
  const sentence = "The channel's past videos moved them: virality +13.6, engagement −4.1";
  assert.ok((await answerHtml({ ...answer, finding })).includes(`<p>${sentence}</p>`));
  assert.ok(!(await answerHtml(answer)).includes("past videos"));
});
