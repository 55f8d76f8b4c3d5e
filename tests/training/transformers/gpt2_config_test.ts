import assert from "assert";
import { parseGpt2Config } from "lib/training/transformers/gpt2_config.ts";

function configText(fields: Readonly<Record<string, unknown>> = {}): string {
  const sizes = { vocab_size: 10, n_embd: 4, n_layer: 1, n_head: 2, n_positions: 8 };
  return JSON.stringify({
    model_type: "gpt2",
    eos_token_id: 9,
    n_inner: null,
    ...sizes,
    ...fields,
  });
}

Deno.test("parseGpt2Config() reads a config, with Hugging Face's defaults", () => {
  assert.deepEqual(parseGpt2Config(configText(), "config.json"), {
    vocabSize: 10,
    hiddenSize: 4,
    layers: 1,
    heads: 2,
    intermediateSize: 16,
    maxPositions: 8,
    layerNormEpsilon: 1e-5,
    embeddingDropout: 0.1,
    residualDropout: 0.1,
    attentionDropout: 0.1,
    initializerRange: 0.02,
    endTokenId: 9,
  });
  assert.equal(parseGpt2Config(configText({ n_inner: 5 }), "c").intermediateSize, 5);
});

const REFUSED: readonly [object, RangeErrorConstructor | SyntaxErrorConstructor, string][] = [
  [{ model_type: "bert" }, RangeError, 'c.json: expected model_type gpt2, got "bert"'],
  [{ model_type: undefined }, SyntaxError, 'c.json: expected model_type "gpt2", found none'],
  [
    { activation_function: "relu" },
    RangeError,
    'c.json: expected activation_function gelu_new, got "relu"',
  ],
  [
    { tie_word_embeddings: false },
    RangeError,
    "c.json: expected tie_word_embeddings true, got false",
  ],
  [
    { reorder_and_upcast_attn: true },
    RangeError,
    "c.json: expected reorder_and_upcast_attn false, got true",
  ],
  [{ n_embd: undefined }, SyntaxError, "c.json: expected a number for n_embd, got undefined"],
  [{ n_head: 3 }, RangeError, "c.json: expected heads that divide 4, got 3"],
  [
    { eos_token_id: 10 },
    RangeError,
    "c.json: expected an end token in the vocabulary of 10, got 10",
  ],
];

for (const [fields, type, message] of REFUSED) {
  Deno.test(`parseGpt2Config() says ${message}`, () => {
    assert.throws(() => parseGpt2Config(configText({ ...fields }), "c.json"), {
      name: type.name,
      message,
    });
  });
}
