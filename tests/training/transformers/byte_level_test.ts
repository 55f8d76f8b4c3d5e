import assert from "assert";
import fc from "fast-check";
import { BYTE_SYMBOLS, fromSymbols, toSymbols } from "lib/training/transformers/byte_level.ts";

Deno.test("BYTE_SYMBOLS is GPT-2's table", () => {
  assert.equal(new Set(BYTE_SYMBOLS).size, 256);
  assert.equal(BYTE_SYMBOLS[0x20], "Ġ");
  assert.equal(BYTE_SYMBOLS[0x0a], "Ċ");
  assert.equal(BYTE_SYMBOLS[0x41], "A");
  assert.equal(BYTE_SYMBOLS[0xad], "Ń");
  assert.equal(BYTE_SYMBOLS[0xff], "ÿ");
});

Deno.test("fromSymbols() undoes toSymbols()", () => {
  assert.deepEqual(toSymbols(" é"), ["Ġ", "Ã", "©"]);
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
    assert.equal(fromSymbols(toSymbols(text).join("")), text.toWellFormed());
  }));
});

Deno.test("fromSymbols() marks cut characters and leaves special tokens alone", () => {
  assert.equal(fromSymbols("Ã"), "\uFFFD");
  assert.equal(fromSymbols("<|end of text|>"), "<|end of text|>");
});
