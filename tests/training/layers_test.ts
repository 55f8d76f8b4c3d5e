import assert from "assert";
import { layerOf } from "lib/training/layers.ts";

Deno.test("layerOf() counts from the embeddings to the head", () => {
  assert.equal(layerOf("embeddings.word_embeddings.weight", 6), 0);
  assert.equal(layerOf("encoder.layer.0.output.dense.bias", 6), 1);
  assert.equal(layerOf("encoder.layer.5.attention.self.query.weight", 6), 6);
  assert.equal(layerOf("pooler.dense.weight", 6), 6);
  assert.equal(layerOf("head.weight", 6), 7);
});

Deno.test("layerOf() refuses what no regressor has", () => {
  assert.throws(() => layerOf("decoder.weight", 6), {
    name: "TypeError",
    message: "Expected a regressor's parameter, got decoder.weight",
  });
});
