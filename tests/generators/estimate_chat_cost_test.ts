import assert from "assert";
import { join } from "node:path";
import { openAnswerCache } from "lib/generators/answer_cache.ts";
import { chatBody } from "lib/generators/chat_body.ts";
import type { RawAnswer } from "lib/generators/chat_client.ts";
import { describeChatCost } from "lib/generators/describe_chat_cost.ts";
import { estimateChatCost } from "lib/generators/estimate_chat_cost.ts";
import { buildPrompt, withFirmerInstruction } from "lib/generators/prompt.ts";
import { type Spending, withSpending } from "lib/generators/spending.ts";
import { countBodyTokens, tokenCounterFor } from "lib/generators/token_counter.ts";
import { makeVideos, testClient } from "./_scoring.ts";
import { inFolder } from "../_in_folder.ts";

const counter = await tokenCounterFor("gpt-6-luna");
const client = testClient("http://127.0.0.1:1/v1", { model: "gpt-6-luna" });
const [video] = makeVideos(1);
const messages = buildPrompt(video!.transcript, { counter });
const PRICES = { input: 1, output: 10, cachedRead: 0.1, cacheWrite: 2 };

function bodyOf(sample: number, isFirm = false) {
  const text = isFirm ? withFirmerInstruction(messages) : messages;
  return chatBody({ model: client.model, messages: text, sample });
}

/** Dollars of a call at most: its prompt written to the cache at 2, 64 tokens at 10 a million. */
const dearest = (isFirm: boolean) =>
  (2 * countBodyTokens(bodyOf(0, isFirm), counter).prompt + 640) / 1e6;

function said(content: string): RawAnswer {
  const message = { role: "assistant", content, refusal: null };
  const choice = { index: 0, message, finish_reason: "stop", logprobs: null };
  return { choices: [choice] } as unknown as RawAnswer;
}

function withEstimate(
  kept: readonly (readonly [sample: number, isFirm: boolean, content: string])[],
  test: (estimate: Awaited<ReturnType<typeof estimateChatCost>>, spending: Spending) => void,
) {
  return inFolder(async (folder) => {
    const cache = openAnswerCache(join(folder, "answers"));
    for (const [sample, isFirm, content] of kept) {
      const request = { baseUrl: client.baseUrl, body: bodyOf(sample, isFirm) };
      await cache.remember(request, () => Promise.resolve(said(content)));
    }
    const options = { limitDollars: 1, prices: PRICES };
    await withSpending(join(folder, "spending.jsonl"), options, async (spending) => {
      const promptFor = () => messages;
      const request = { client, cache, counter, spending, samples: 4, promptFor };
      test(await estimateChatCost([video!], request), spending);
    });
  });
}

const near = (actual: number, expected: number) =>
  assert.ok(Math.abs(actual - expected) < 1e-12, `${actual}, expected ${expected}`);

Deno.test("estimateChatCost() counts a second, longer try of every answer at the dearest price", () =>
  withEstimate([], (estimate, spending) => {
    assert.deepEqual([estimate.videos, estimate.samples], [1, 4]);
    assert.deepEqual([estimate.kept, estimate.calls], [0, 8]);
    near(estimate.dollars, 4 * (dearest(false) + dearest(true)));
    assert.ok(dearest(true) > dearest(false));
    assert.equal(
      describeChatCost({ "gpt-6-luna": estimate, other: estimate }, spending),
      "1 video, 2 models (gpt-6-luna, other): 8 answers, 0 of them kept from before; at most 16 " +
        `calls and $${(2 * estimate.dollars).toFixed(4)}, second tries included; $1.0000 of the ` +
        "limit of $1 are left",
    );
  }));

Deno.test("estimateChatCost() counts no call for what is kept, and the second try of what was odd", () => {
  const good = '{"virality": 1, "engagement": 2}';
  const kept = [[0, false, good], [1, false, "Well."], [2, false, "Well."], [
    2,
    true,
    "No.",
  ]] as const;
  return withEstimate(kept, (estimate) => {
    assert.deepEqual([estimate.kept, estimate.calls], [2, 3]); // one of sample 1, two of sample 3
    near(estimate.dollars, dearest(true) + dearest(false) + dearest(true));
  });
});
