import assert from "assert";
import { longestText } from "lib/loaders/_longest_text.ts";

Deno.test("longestText() leaves out the positions that RoBERTa's padding takes", () => {
  // 514 rows, of which the first two belong to the padding token with id 1
  const config = { model_type: "roberta", max_position_embeddings: 514, pad_token_id: 1 };
  assert.equal(longestText({ config }), 512);
  assert.equal(longestText({ config: { ...config, pad_token_id: undefined } }), 512);
  assert.equal(longestText({ config, tokenizerConfig: { model_max_length: 512 } }), 512);
  assert.equal(longestText({ config: { ...config, model_type: "xlm-roberta" } }), 512);
});

Deno.test("longestText() is what the tokenizer says where that is less than the positions", () => {
  const config = { model_type: "bert", max_position_embeddings: 512, pad_token_id: 0 };
  assert.equal(longestText({ config }), 512);
  assert.equal(longestText({ config, tokenizerConfig: { model_max_length: 128 } }), 128);
});

Deno.test("longestText() takes transformers' 1e30 for no limit", () => {
  const tokenizerConfig = { model_max_length: 1e30 };
  assert.equal(longestText({ tokenizerConfig }), Infinity);
  assert.equal(
    longestText({ tokenizerConfig, config: { model_type: "bert", max_position_embeddings: 512 } }),
    512,
  );
  assert.equal(longestText({}), Infinity);
});
