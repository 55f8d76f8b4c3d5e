import assert from "assert";
import { chatBody } from "lib/generators/chat_body.ts";
import { countBodyTokens, tokenCounterFor } from "lib/generators/token_counter.ts";

Deno.test("tokenCounterFor() chooses a model's encoding, fine-tuned or not", async () => {
  const encodings = {
    "gpt-3.5-turbo-0125": "cl100k_base",
    "ft:gpt-3.5-turbo:org::id": "cl100k_base",
    "gpt-4-turbo": "cl100k_base",
    "gpt-4o-mini": "o200k_base",
    "gpt-4.1": "o200k_base",
    "qwen3:8b": "o200k_base",
  };
  for (const [model, name] of Object.entries(encodings)) {
    assert.equal((await tokenCounterFor(model)).name, name, model);
  }
});

Deno.test("tokenCounterFor() counts as tiktoken does and takes special tokens for text", async () => {
  const counter = await tokenCounterFor("gpt-3.5-turbo");
  // OpenAI cookbook, "How to count tokens with tiktoken": tiktoken is great!
  assert.deepEqual(counter.encode("tiktoken is great!"), [83, 1609, 5963, 374, 2294, 0]);
  assert.ok(counter.encode("<|endoftext|>").length > 1);
});

Deno.test("countBodyTokens() adds 4 tokens a message, 3 for the answer and the form's own", async () => {
  const counter = await tokenCounterFor("gpt-3.5-turbo");
  const body = (contents: string[]) =>
    chatBody({
      model: "gpt-3.5-turbo",
      messages: contents.map((content) => ({ role: "user", content })),
      sample: 0,
    }, { maxAnswerTokens: 9 });
  const none = countBodyTokens(body([]), counter);
  const form = JSON.stringify(body([]).response_format.json_schema);
  assert.deepEqual(none, { prompt: 3 + counter.encode(form).length, answer: 9 });
  const two = countBodyTokens(body(["tiktoken is great!", ""]), counter);
  assert.equal(two.prompt, none.prompt + 4 + 6 + 4);
});
