import assert from "assert";
import { chatBody } from "lib/generators/chat_body.ts";
import type { RawAnswer } from "lib/generators/chat_client.ts";
import { isCutOff, readAnswer } from "lib/generators/read_answer.ts";
import { ONE_TARGET, THREE_TARGETS } from "../_targets.ts";

const GOOD = '{"virality": 30, "engagement": 40}';
const PROMPT = { model: "some", messages: [], sample: 0 };
const REQUEST = chatBody(PROMPT);
const WITH_LOGPROBS = chatBody(PROMPT, { logprobs: true });
const THOUGHTS = 'Perhaps {"virality": 10, "engagement": 20}.';

function answer(message: Record<string, unknown>, finish_reason = "stop", logprobs?: unknown) {
  return { choices: [{ index: 0, message, finish_reason, logprobs }] } as unknown as RawAnswer;
}

const read = (message: Record<string, unknown>, finish = "stop") =>
  readAnswer(answer(message, finish), REQUEST);

Deno.test("readAnswer() reads the answer and never the thoughts in it or beside it", () => {
  const messages = [
    { content: GOOD },
    { content: `<think>\n${THOUGHTS}\n</think>\n\n${GOOD}` },
    { content: `${THOUGHTS}</think>${GOOD}` },
    { content: GOOD, reasoning: THOUGHTS },
    { content: GOOD, reasoning_content: THOUGHTS },
  ];
  for (const message of messages) {
    const scores = { virality: 0.3, engagement: 0.4 };
    assert.deepEqual(read(message), { kind: "scores", scores }, JSON.stringify(message));
  }
});

Deno.test("readAnswer() makes no answer of thoughts alone", () => {
  const messages = [
    { content: "" },
    { content: null },
    {},
    { content: [{ type: "text", text: GOOD }] },
    { content: `<think>\n${THOUGHTS}` },
    { content: `<think>\n${GOOD}\n</think>\n` },
    { content: null, reasoning: GOOD },
    { content: "", reasoning_content: GOOD },
  ];
  for (const message of messages) {
    const reading = read(message, "length");
    assert.ok(reading.kind === "unusable", JSON.stringify(message));
    assert.deepEqual([reading.isCutOff, reading.isEmpty], [true, true], JSON.stringify(message));
    assert.match(reading.reason, /^empty .*, cut off at .*VIRANOVA_LLM_MAX_ANSWER_TOKENS/);
    assert.ok(isCutOff(answer(message, "length"), REQUEST));
  }
});

Deno.test("readAnswer() tells what was cut off from what is only unusable", () => {
  const cases: [Record<string, unknown>, string, boolean, boolean][] = [
    [{ content: '{"virality": 30' }, "length", true, false],
    [{ content: "I cannot tell." }, "stop", false, false],
    [{ content: "" }, "stop", false, true],
    [{ content: null, refusal: "No." }, "length", false, false],
    [{ content: "" }, "content_filter", false, false],
  ];
  for (const [message, finish, cutOff, empty] of cases) {
    const reading = read(message, finish);
    assert.ok(reading.kind === "unusable");
    assert.deepEqual([reading.isCutOff, reading.isEmpty], [cutOff, empty], JSON.stringify(message));
  }
  assert.equal(read({ content: `${GOOD} because` }, "length").kind, "scores");
  assert.equal(isCutOff(answer({ content: `${GOOD} because` }, "length"), REQUEST), false);
});

Deno.test("readAnswer() reads the probabilities of the answer's tokens, not of the thoughts'", () => {
  const token = (text: string, likely: readonly string[] = [text]) => ({
    token: text,
    logprob: Math.log(1 / likely.length),
    top_logprobs: likely.map((it) => ({ token: it, logprob: Math.log(1 / likely.length) })),
  });
  const scores = (virality: readonly string[], engagement: string) => [
    token('{"virality":'),
    token(virality[0]!, virality),
    token(',"engagement":'),
    token(engagement),
    token("}"),
  ];
  const content = [
    ...[token("<think>"), ...scores(["90"], "90"), token("</think>")],
    ...scores(["30", "50"], "40"),
  ];
  const text = content.map((it) => it.token).join("");
  const reading = readAnswer(answer({ content: text }, "stop", { content }), WITH_LOGPROBS);
  assert.ok(reading.kind === "scores" && reading.tokens?.kind === "scores");
  assert.ok(Math.abs(reading.tokens.scores.virality - 0.4) < 1e-12); // half 30, half 50
  assert.ok(Math.abs(reading.tokens.scores.engagement - 0.4) < 1e-12);
});

Deno.test("readAnswer() reads what the request asks for, one score or three", () => {
  const one = chatBody(PROMPT, { targets: ONE_TARGET });
  const three = chatBody(PROMPT, { targets: THREE_TARGETS });
  const said = { virality: 30, rating: 75, retention: 0 };
  assert.deepEqual(readAnswer(answer({ content: '{"rating": 75}' }), one), {
    kind: "scores",
    scores: { rating: 0.75 },
  });
  assert.deepEqual(readAnswer(answer({ content: JSON.stringify(said) }), three), {
    kind: "scores",
    scores: { virality: 0.3, rating: 0.75, retention: 0 },
  });
  assert.equal(isCutOff(answer({ content: '{"rating": 75}' }, "length"), one), false);
  assert.equal(isCutOff(answer({ content: '{"rating": 75}' }, "length"), three), true);
});
