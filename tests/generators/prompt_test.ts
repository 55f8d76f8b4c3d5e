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
import { namesOf, type Target } from "lib/targets.ts";
import { ONE_TARGET, THREE_TARGETS } from "../_targets.ts";

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

Deno.test("buildPrompt() cuts the transcript", () => {
  const long = "lorem ipsum ".repeat(500);
  const prompt = buildPrompt(long, { counter, maxTranscriptTokens: 50 });
  assert.deepEqual(prompt.map(({ role }) => role), ["system", "user"]);
  const tokens = counter.encode(prompt[1]!.content).length;
  const around = counter.encode("<transcript>\n\n</transcript>").length;
  assert.ok(tokens <= 50 + around + 2 && tokens > 45, `${tokens}`);
});

Deno.test("buildPrompt() and withFirmerInstruction() ask for one target, or for three", () => {
  const asked = (targets: readonly Target[]) => {
    const prompt = buildPrompt("Hello", { counter, targets });
    const firmer = withFirmerInstruction(prompt, namesOf(targets)).at(-1)!.content;
    return [...prompt[0]!.content.split("\n").slice(1), firmer.split("\n\n").at(-1)!];
  };
  assert.deepEqual(asked(ONE_TARGET), [
    "Give one score, a whole number from 0 (lowest) to 100 (highest):",
    "- rating: what viewers think of the video.",
    'Answer with one JSON object and nothing else, in this form: {"rating": n}',
    "Your answer must be the JSON object alone, with the score as a whole number from 0 to 100: " +
    '{"rating": n}. Always give your best estimate. No other word, no explanation, no code fence.',
  ]);
  const three = asked(THREE_TARGETS);
  assert.match(three[0]!, /^Give three scores, each a whole number/);
  assert.equal(three[3], "- retention: how much of the video its viewers see.");
  assert.match(three[5]!, /with all 3 scores as whole numbers .*, "retention": n\}\. /);
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

Deno.test("formatAnswer() refuses a score that is not known", () => {
  assert.throws(() => formatAnswer({ virality: 1, engagement: 0 }, ["virality", "rating"]), {
    name: "RangeError",
    message: "Cannot write an answer: expected a score of rating, got none",
  });
});
