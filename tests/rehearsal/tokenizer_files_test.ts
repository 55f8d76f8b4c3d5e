import assert from "assert";
import { PreTrainedTokenizer } from "@huggingface/transformers";
import { encode } from "gpt-tokenizer/encoding/r50k_base";
import {
  bertTokenizerFiles,
  gpt2TokenizerFiles,
  robertaTokenizerFiles,
  type TokenizerFiles,
} from "./_tokenizer_files.ts";

const TEXT = "You won't believe what's next: 3 cats, 57 dogs… and señor Ñandú 😂!";

function tokenizerOf(files: TokenizerFiles, config: object): PreTrainedTokenizer {
  return new PreTrainedTokenizer(JSON.parse(files["tokenizer.json"]!), config);
}

Deno.test("gpt2TokenizerFiles() gives files of the published sizes", () => {
  const files = gpt2TokenizerFiles();
  const bytes = (name: string) => new TextEncoder().encode(files[name]!).length;
  assert.equal(bytes("vocab.json"), 1_042_301); // as on the hub, openai-community/gpt2
  assert.equal(bytes("merges.txt"), 456_318);
});

Deno.test("gpt2TokenizerFiles() cuts texts as gpt-tokenizer does", () => {
  const tokenizer = tokenizerOf(gpt2TokenizerFiles(), { tokenizer_class: "GPT2Tokenizer" });
  assert.deepEqual(tokenizer.encode(TEXT, { add_special_tokens: false }), encode(TEXT));
});

Deno.test("robertaTokenizerFiles() puts texts between its own tokens, in a vocabulary of 50,265", () => {
  const files = robertaTokenizerFiles();
  const tokenizer = tokenizerOf(files, { tokenizer_class: "RobertaTokenizer" });
  assert.deepEqual(tokenizer.encode(TEXT), [0, ...encode(TEXT).map((id) => id + 4), 2]);
  const ids = Object.values<number>(JSON.parse(files["vocab.json"]!)).sort((a, b) => a - b);
  assert.deepEqual(ids, [...Array(50_265).keys()]);
  assert.equal(JSON.parse(files["vocab.json"]!)["<mask>"], 50_264);
});

Deno.test("bertTokenizerFiles() has BERT's special tokens and size, and knows English words", () => {
  const files = bertTokenizerFiles();
  const tokenizer = tokenizerOf(files, { tokenizer_class: "BertTokenizer", unk_token: "[UNK]" });
  const words = files["vocab.txt"]!.trimEnd().split("\n");
  assert.equal(words.length, 30_522);
  assert.equal(new Set(words).size, 30_522);
  assert.deepEqual([0, 100, 101, 102, 103].map((id) => words[id]), [
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "[MASK]",
  ]);
  const read = tokenizer.encode("Cats eat, zx9").map((id) => words[id]);
  assert.deepEqual(read.slice(0, 4), ["[CLS]", "cats", "eat", ","]);
  assert.equal(read.at(-1), "[SEP]");
  assert.equal(read.includes("[UNK]"), false);
});
