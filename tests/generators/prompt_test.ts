import assert from "assert";
import fc from "fast-check";
import { parseAnswer } from "lib/generators/parse_answer.ts";
import {
  buildPrompt,
  formatAnswer,
  PROMPT_VERSION,
  withFirmerInstruction,
} from "lib/generators/prompt.ts";
import { tokenCounterFor } from "lib/generators/token_counter.ts";

const counter = await tokenCounterFor("gpt-4o");

Deno.test("buildPrompt() of version 1 is worded so", () => {
  assert.equal(PROMPT_VERSION, "1");
  assert.deepEqual(buildPrompt("Hello there", { counter }), [
    {
      role: "system",
      content: "You predict how a short video will do from what is said in it.\n" +
        "Give two scores, each a whole number from 0 (lowest) to 100 (highest):\n" +
        "- virality: how far the video reaches beyond its channel, views measured against " +
        "subscribers;\n" +
        "- engagement: how many of those who see it react, likes and comments measured against " +
        "views.\n" +
        "Answer with one JSON object and nothing else, in this form: " +
        '{"virality": n, "engagement": n}',
    },
    { role: "user", content: "<transcript>\nHello there\n</transcript>" },
  ]);
});

Deno.test("buildPrompt() shows examples as turns and cuts every transcript", () => {
  const long = "lorem ipsum ".repeat(500);
  const examples = [{ transcript: long, scores: { virality: 0.314, engagement: 1 } }];
  const prompt = buildPrompt(long, {
    counter,
    examples,
    maxTranscriptTokens: 50,
    maxExampleTokens: 20,
  });
  assert.deepEqual(prompt.map(({ role }) => role), ["system", "user", "assistant", "user"]);
  assert.equal(prompt[2]!.content, '{"virality": 31, "engagement": 100}');
  const tokens = prompt.map(({ content }) => counter.encode(content).length);
  const around = counter.encode("<transcript>\n\n</transcript>").length;
  assert.ok(tokens[1]! <= 20 + around + 2 && tokens[1]! > 15, `${tokens}`);
  assert.ok(tokens[3]! <= 50 + around + 2 && tokens[3]! > 45, `${tokens}`);
});

Deno.test("withFirmerInstruction() adds to the question alone", () => {
  const prompt = buildPrompt("Hello", { counter });
  const firmer = withFirmerInstruction(prompt);
  assert.deepEqual(firmer[0], prompt[0]);
  assert.equal(firmer.length, prompt.length);
  assert.match(firmer[1]!.content, /^<transcript>\nHello\n<\/transcript>\n\nYour answer must be/);
  assert.throws(() => withFirmerInstruction([]), {
    name: "TypeError",
    message: "Cannot ask more firmly: expected a user's message last, got no message",
  });
});

Deno.test("formatAnswer() is read back by parseAnswer() to the nearest hundredth", () => {
  const score = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(fc.property(score, score, (virality, engagement) => {
    const answer = parseAnswer(formatAnswer({ virality, engagement }));
    assert.ok(answer.kind === "scores");
    assert.ok(Math.abs(answer.scores.virality - virality) <= 0.005 + 1e-12);
    assert.ok(Math.abs(answer.scores.engagement - engagement) <= 0.005 + 1e-12);
  }));
});
