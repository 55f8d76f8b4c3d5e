import assert from "assert";
import { parseBertConfig } from "lib/training/transformers/config.ts";
import { positionIds } from "lib/training/transformers/position_ids.ts";
import { padBatch } from "lib/training/transformers/token_batch.ts";
import { configText } from "./_config.ts";

Deno.test("padBatch() pads on the right to the longest text", () => {
  assert.deepEqual(padBatch([[5, 6, 7], [8]], 1), {
    batch: 2,
    tokens: 3,
    inputIds: Int32Array.of(5, 6, 7, 8, 1, 1),
    attentionMask: Int32Array.of(1, 1, 1, 1, 0, 0),
  });
});

Deno.test("padBatch() refuses no texts and a text without tokens", () => {
  assert.throws(() => padBatch([], 0), { name: "RangeError", message: /got no row$/ });
  assert.throws(() => padBatch([[1], []], 0), {
    name: "RangeError",
    message:
      "Cannot make a batch of tokens: expected at least one in each row, got no token in row 1",
  });
});

Deno.test("positionIds() counts from 0 for BERT, padding included", () => {
  const config = parseBertConfig(configText({ model_type: "bert", pad_token_id: 0 }), "c");
  assert.deepEqual(
    positionIds(padBatch([[5, 6, 7], [8]], 0), config),
    Int32Array.of(0, 1, 2, 0, 1, 2),
  );
});

Deno.test("positionIds() counts from padTokenId + 1 for RoBERTa and leaves padding there", () => {
  const config = parseBertConfig(configText({ model_type: "roberta", pad_token_id: 1 }), "c");
  // a padding id within a text is not counted either, as in Hugging Face's reference
  assert.deepEqual(
    positionIds(padBatch([[0, 6, 7], [0], [0, 1, 2]], 1), config),
    Int32Array.of(2, 3, 4, 2, 1, 1, 2, 1, 3),
  );
});
