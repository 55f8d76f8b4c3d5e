import assert from "assert";
import {
  ANSWER_TOKENS,
  gpt2Prompt,
  gpt2PromptText,
  scoreContinuations,
} from "lib/generators/gpt2_prompt.ts";
import { createGpt2Tokenizer } from "lib/training/transformers/gpt2_tokenizer.ts";
import { trainByteLevelBpe } from "lib/training/transformers/train_byte_level_bpe.ts";
import type { Scores } from "lib/types.ts";
import { THREE_TARGETS } from "../_targets.ts";
import { tinyConfig } from "../training/transformers/_tiny_config.ts";

const tokenizer = createGpt2Tokenizer(
  trainByteLevelBpe(["Transcript of a short video:\nIts virality on a scale from to"], {
    vocabSize: 300,
  }),
);

Deno.test("gpt2Prompt() puts the transcript between what it is and what is asked", () => {
  const ids = gpt2Prompt("a cat", { target: "engagement", tokenizer, maxTokens: 200 });
  assert.equal(
    tokenizer.decode(ids),
    "Transcript of a short video:\na cat\nIts engagement on a scale from 0 to 100:",
  );
});

Deno.test("gpt2PromptText() says what gpt2Prompt() encodes", () => {
  for (const target of ["virality", "engagement"] as const) {
    const ids = gpt2Prompt("a cat", { target, tokenizer, maxTokens: 200 });
    assert.equal(gpt2PromptText("a cat", target), tokenizer.decode(ids));
  }
});

Deno.test("gpt2Prompt() cuts the transcript's middle to its budget", () => {
  const transcript = "A".repeat(100) + "B".repeat(200) + "C".repeat(100);
  const ids = gpt2Prompt(transcript, { target: "virality", tokenizer, maxTokens: 150 });
  const text = tokenizer.decode(ids);
  assert.ok(ids.length > 140 && ids.length <= 150, `${ids.length} tokens`);
  assert.match(text, /^Transcript of a short video:\nA+ \[…\] C+\nIts virality .* 100:$/);
});

Deno.test("gpt2Prompt() refuses a budget without room for a transcript", () => {
  assert.throws(() => gpt2Prompt("a cat", { target: "virality", tokenizer, maxTokens: 20 }), {
    name: "RangeError",
  });
});

Deno.test("scoreContinuations() pairs each prompt with its score and the end", () => {
  const config = tinyConfig({ maxPositions: 150, endTokenId: 0 });
  const videos = [{ transcript: "a cat", scores: { virality: 0.07, engagement: 1 } }];
  const rows = scoreContinuations(videos, { tokenizer, config });
  assert.deepEqual(
    rows.map(({ answer }) => [tokenizer.decode(answer.slice(0, -1)), answer.at(-1)]),
    [[" 7", 0], [" 100", 0]],
  );
  assert.match(tokenizer.decode(rows[0]!.prompt), /Its virality/);
  assert.match(tokenizer.decode(rows[1]!.prompt), /Its engagement/);
  assert.ok(rows.every(({ answer }) => answer.length <= ANSWER_TOKENS));
});

Deno.test("scoreContinuations() writes each target that is known of a video", () => {
  const scores = { virality: 0.25, rating: 1 } as unknown as Scores;
  const rows = scoreContinuations([{ transcript: "a cat", scores }], {
    tokenizer,
    config: tinyConfig({ vocabSize: 300, maxPositions: 200 }),
    targets: THREE_TARGETS,
  });
  const texts = rows.map(({ prompt, answer }) => [
    tokenizer.decode(prompt).split("\n").at(-1),
    tokenizer.decode(answer.slice(0, -1)),
  ]);
  assert.deepEqual(texts, [
    ["Its virality on a scale from 0 to 100:", " 25"],
    ["Its rating on a scale from 0 to 100:", " 100"],
  ]);
});
