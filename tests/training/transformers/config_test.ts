import assert from "assert";
import { maxTokens, parseBertConfig } from "lib/training/transformers/config.ts";
import { configText } from "./_config.ts";

Deno.test("parseBertConfig() reads a config, with Hugging Face's defaults", () => {
  assert.deepEqual(parseBertConfig(configText(), "config.json"), {
    modelType: "bert",
    vocabSize: 10,
    hiddenSize: 4,
    layers: 1,
    heads: 2,
    intermediateSize: 6,
    maxPositions: 8,
    tokenTypes: 2,
    layerNormEpsilon: 1e-12,
    hiddenDropout: 0.1,
    attentionDropout: 0.1,
    initializerRange: 0.02,
    padTokenId: 0,
    positionsSkipPadding: false,
  });
});

Deno.test("maxTokens() leaves out the positions that RoBERTa does not use", () => {
  const roberta = configText({
    model_type: "roberta",
    pad_token_id: 1,
    max_position_embeddings: 514,
  });
  assert.equal(maxTokens(parseBertConfig(roberta, "c")), 512);
  assert.equal(maxTokens(parseBertConfig(configText(), "c")), 8);
});

const REFUSED: readonly [string, RangeErrorConstructor | SyntaxErrorConstructor, string][] = [
  [
    configText({ model_type: "gpt2" }),
    RangeError,
    'c.json: expected model_type to be one of bert, roberta, xlm-roberta, camembert, got "gpt2"',
  ],
  [
    configText({ hidden_act: "relu" }),
    RangeError,
    'c.json: expected hidden_act gelu, got "relu"',
  ],
  [
    configText({ position_embedding_type: "relative_key" }),
    RangeError,
    'c.json: expected position_embedding_type absolute, got "relative_key"',
  ],
  [
    configText({ num_attention_heads: 3 }),
    RangeError,
    "c.json: expected num_attention_heads to divide hidden_size 4, got 3",
  ],
  [
    configText({ vocab_size: "many" }),
    SyntaxError,
    'c.json: expected a number for vocab_size, got "many"',
  ],
  ["{", SyntaxError, "c.json: expected JSON"],
  ["3", SyntaxError, "c.json: expected a JSON object"],
];

for (const [text, type, message] of REFUSED) {
  Deno.test(`parseBertConfig() says ${message}`, () => {
    assert.throws(() => parseBertConfig(text, "c.json"), { name: type.name, message });
  });
}
