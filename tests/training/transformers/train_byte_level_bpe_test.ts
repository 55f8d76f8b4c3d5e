import assert from "assert";
import fc from "fast-check";
import { createGpt2Tokenizer } from "lib/training/transformers/gpt2_tokenizer.ts";
import { trainByteLevelBpe } from "lib/training/transformers/train_byte_level_bpe.ts";

Deno.test("trainByteLevelBpe() merges the most frequent pair until none is seen twice", () => {
  // words: "ab", " ab", " abc"; pairs: a b 3 times, Ġ a twice, b c once; then Ġ ab twice
  const json = trainByteLevelBpe(["ab ab abc"], { vocabSize: 300 });
  assert.deepEqual(json.model.merges, ["a b", "Ġ ab"]);
  assert.equal(Object.keys(json.model.vocab).length, 1 + 256 + 2);
  assert.equal(json.model.vocab["<|endoftext|>"], 0);
  assert.equal(json.model.vocab["Ġab"], 258);
});

Deno.test("trainByteLevelBpe() stops at the size and leaves digits apart", () => {
  const { model } = trainByteLevelBpe(["ab ab abc 55 55 55"], { vocabSize: 258 });
  assert.deepEqual(model.merges, ["a b"]);
  const tokenizer = createGpt2Tokenizer(
    trainByteLevelBpe(["ab ab abc 55 55 55"], { vocabSize: 300 }),
  );
  assert.deepEqual(tokenizer.encode(" ab 55").map((id) => tokenizer.texts.get(id)), [
    " ab",
    " ",
    "5",
    "5",
  ]);
});

Deno.test("trainByteLevelBpe() refuses a vocabulary without room for the bytes", () => {
  assert.throws(() => trainByteLevelBpe(["a"], { vocabSize: 256 }), {
    name: "RangeError",
    message: "Cannot learn a vocabulary: expected at least 257 tokens, got 256",
  });
});

Deno.test("createGpt2Tokenizer() reads back every text that it cuts", () => {
  const texts = ["the cat and the hat", "the bat's hat", "a café, a café"];
  const tokenizer = createGpt2Tokenizer(trainByteLevelBpe(texts, { vocabSize: 280 }));
  assert.equal(tokenizer.decode([]), "");
  fc.assert(fc.property(fc.string({ unit: "grapheme" }), (text) => {
    assert.equal(tokenizer.decode(tokenizer.encode(text)), text);
  }));
});
