import assert from "assert";
import { expectedScore } from "lib/generators/expected_score.ts";
import { sampleTokens } from "lib/generators/sample_tokens.ts";
import { SCORE_ANSWERS } from "lib/generators/score_answer.ts";
import { loadTensorFlow, tf } from "lib/training/tensorflow.ts";
import { createGpt2 } from "lib/training/transformers/load_gpt2.ts";
import { tinyConfig } from "../training/transformers/_tiny_config.ts";
import { uncachedProbabilities } from "./_tiny_gpt2.ts";

await loadTensorFlow({ backend: "wasm" });

/** An end, a line break, a space, ten digits, numbers in one token, and what is no score. */
const TEXTS = ["<end>", "\n", " ", ..."0123456789", "10", " 4", " 73", "word"];
const TOKENS = new Map(TEXTS.map((text, id) => [id, text]));
const STOPS = new Set([0, 1]);
const OPTIONS = { tokens: TOKENS, stopTokenIds: STOPS };
const model = createGpt2(tinyConfig({ vocabSize: TEXTS.length, initializerRange: 0.3 }), 2);
const PROMPT = [4, 16, 2];

/** Every way to spell a text in tokens. */
function spellings(text: string): number[][] {
  if (text === "") return [[]];
  return TEXTS.flatMap((token, id) =>
    token !== "" && text.startsWith(token)
      ? spellings(text.slice(token.length)).map((rest) => [id, ...rest])
      : []
  );
}

/** Probability of an answer, each token read off a whole pass of its own. */
function probabilityOf(ids: readonly number[]): number {
  const tokens = ids.map((id, i) =>
    uncachedProbabilities(model, [...PROMPT, ...ids.slice(0, i)])[id]!
  );
  const last = uncachedProbabilities(model, [...PROMPT, ...ids]);
  return tokens.reduce((product, p) => product * p, 1) * (last[0]! + last[1]!);
}

Deno.test("expectedScore() equals the sum over every spelling of every score", async () => {
  const answers = [...SCORE_ANSWERS].flatMap(([text, value]) =>
    spellings(text).map((ids) => ({ value, probability: probabilityOf(ids) }))
  );
  assert.equal(answers.length, 202 + 4 + 11 + 1); // "10" spells 4 of them anew, " 4" 11, " 73" one
  const mass = answers.reduce((sum, { probability }) => sum + probability, 0);
  const mean = answers.reduce((sum, { value, probability }) => sum + value * probability, 0) / mass;
  const variance = answers.reduce((sum, a) => sum + (a.value - mean) ** 2 * a.probability, 0) /
    mass;
  const found = await expectedScore(model, PROMPT, OPTIONS);
  assert.ok(Math.abs(found.expected! - mean) < 1e-6, `expected ${mean}, got ${found.expected}`);
  assert.ok(Math.abs(found.deviation! - Math.sqrt(variance)) < 1e-6);
  assert.ok(Math.abs(found.noScore - (1 - mass)) < 1e-6);
  assert.equal(found.unfollowed, 0);
});

Deno.test("expectedScore() is what the mean of many samples comes to", async () => {
  const found = await expectedScore(model, PROMPT, OPTIONS);
  const samples = 5000;
  const [drawn] = await sampleTokens(model, [{ ids: PROMPT, seed: 3 }], {
    samples,
    maxTokens: 5,
    stopTokenIds: STOPS,
  });
  const scores = drawn!.flatMap(({ ids, stopped }) => {
    const score = SCORE_ANSWERS.get(ids.map((id) => TEXTS[id]).join(""));
    return stopped && score !== undefined ? [score] : [];
  });
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  const standardError = found.deviation! / Math.sqrt(scores.length);
  assert.ok(Math.abs(mean - found.expected!) < 4 * standardError, `${mean}, ${found.expected}`);
  const share = scores.length / samples;
  const shareError = Math.sqrt(share * (1 - share) / samples);
  assert.ok(Math.abs(1 - share - found.noScore) < 4 * shareError, `${1 - share}, ${found.noScore}`);
});

Deno.test("expectedScore() reports what it did not follow", async () => {
  const whole = await expectedScore(model, PROMPT, OPTIONS);
  const cut = await expectedScore(model, PROMPT, { ...OPTIONS, leastProbability: 0.01 });
  assert.ok(cut.unfollowed > 0.001);
  assert.ok(cut.noScore <= whole.noScore + 1e-9);
  assert.ok(cut.noScore + cut.unfollowed >= whole.noScore - 1e-9);
});

Deno.test("expectedScore() has no score to give where no token spells one", async () => {
  const tokens = new Map([[0, "<end>"], [1, "\n"]]);
  const found = await expectedScore(model, PROMPT, { ...OPTIONS, tokens });
  assert.deepEqual(found, { noScore: 1, unfollowed: 0 });
});

Deno.test("expectedScore() leaves no tensor behind", async () => {
  const before = tf.memory().numTensors;
  await expectedScore(model, PROMPT, OPTIONS);
  assert.equal(tf.memory().numTensors, before);
  await assert.rejects(expectedScore(model, new Array(15).fill(1), OPTIONS), {
    name: "RangeError",
    message: "Cannot read 17 tokens: expected at most 16, this GPT-2's positions",
  });
  assert.equal(tf.memory().numTensors, before);
});
