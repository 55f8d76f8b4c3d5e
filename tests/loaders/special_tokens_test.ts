import assert from "assert";
import { type SpecialTokens, specialTokens } from "lib/loaders/_special_tokens.ts";

/** A `tokenizer.json` whose tokens have the ids 0, 1, 2, …; the first `special` of them are added ones. */
function tokenizerOf(tokens: readonly string[], special = 0) {
  const ids = new Map(tokens.map((token, id) => [token, id]));
  return {
    added_tokens: tokens.slice(0, special).map((content, id) => ({ id, content, special: true })),
    model: { type: "BPE", vocab: Object.fromEntries([...ids].slice(special)) },
  };
}

const ROBERTA = tokenizerOf(["<s>", "<pad>", "</s>", "<unk>", "<mask>", "a"], 5);
const BERT = tokenizerOf(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a"]);

/** What transformers' RobertaTokenizer and BertTokenizer take where no file says it. */
const OF_ROBERTA: SpecialTokens = {
  bos_token: "<s>",
  eos_token: "</s>",
  unk_token: "<unk>",
  sep_token: "</s>",
  pad_token: "<pad>",
  cls_token: "<s>",
  mask_token: "<mask>",
};
const OF_BERT: SpecialTokens = {
  unk_token: "[UNK]",
  sep_token: "[SEP]",
  pad_token: "[PAD]",
  cls_token: "[CLS]",
  mask_token: "[MASK]",
};

Deno.test("specialTokens() knows RoBERTa's and BERT's as their repositories are published", () => {
  const roberta = { model_type: "roberta", pad_token_id: 1, bos_token_id: 0, eos_token_id: 2 };
  const tokenizerConfig = { model_max_length: 512 };
  assert.deepEqual(
    specialTokens({ tokenizer: ROBERTA, tokenizerConfig, config: roberta }),
    OF_ROBERTA,
  );
  const bert = { model_type: "bert", pad_token_id: 0 };
  const lowerCase = { do_lower_case: true, ...tokenizerConfig };
  assert.deepEqual(
    specialTokens({ tokenizer: BERT, tokenizerConfig: lowerCase, config: bert }),
    OF_BERT,
  );
});

Deno.test("specialTokens() knows a model's kind by its tokenizer's class, too", () => {
  const tokenizerConfig = { tokenizer_class: "XLMRobertaTokenizer" };
  assert.deepEqual(specialTokens({ tokenizer: ROBERTA, tokenizerConfig }), OF_ROBERTA);
  assert.deepEqual(
    specialTokens({ tokenizer: BERT, tokenizerConfig: { tokenizer_class: "BertTokenizerFast" } }),
    OF_BERT,
  );
});

Deno.test("specialTokens() gives GPT-2 its end, and no padding", () => {
  const end = "<|endoftext|>";
  assert.deepEqual(
    specialTokens({ tokenizer: tokenizerOf([end, "a"]), config: { model_type: "gpt2" } }),
    { bos_token: end, eos_token: end, unk_token: end },
  );
});

Deno.test("specialTokens() takes no token of a kind that the vocabulary lacks", () => {
  const tokenizer = tokenizerOf(["<s>", "</s>", "a"]);
  assert.deepEqual(specialTokens({ tokenizer, config: { model_type: "roberta" } }), {
    bos_token: "<s>",
    eos_token: "</s>",
    sep_token: "</s>",
    cls_token: "<s>",
  });
});

Deno.test("specialTokens() finds padding by its id, or in tokenizer.json, for a kind it does not know", () => {
  const tokenizer = tokenizerOf(["a", "[filler]", "b"]);
  const config = { model_type: "novel", pad_token_id: 1 };
  assert.deepEqual(specialTokens({ tokenizer, config }), { pad_token: "[filler]" });
  const padding = { pad_id: 2, pad_token: "b" };
  assert.deepEqual(specialTokens({ tokenizer: { ...tokenizer, padding } }), { pad_token: "b" });
  assert.deepEqual(specialTokens({ tokenizer }), {});
});

Deno.test("specialTokens() reads ids of vocabularies that are lists", () => {
  const model = { type: "Unigram", vocab: [["<s>", 0], ["<pad>", 0], ["a", -1.5]] };
  assert.deepEqual(
    specialTokens({ tokenizer: { model }, config: { model_type: "novel", pad_token_id: 1 } }),
    { pad_token: "<pad>" },
  );
});

Deno.test("specialTokens() puts special_tokens_map.json before tokenizer_config.json, and both before the kind", () => {
  const config = { model_type: "roberta", pad_token_id: 1 };
  const tokenizerConfig = { pad_token: "a", mask_token: { content: "<unk>", lstrip: true } };
  const specialTokensMap = { pad_token: { content: "<mask>", lstrip: false }, unk_token: "a" };
  const found = specialTokens({ tokenizer: ROBERTA, tokenizerConfig, specialTokensMap, config });
  assert.deepEqual(found, {
    ...OF_ROBERTA,
    pad_token: "<mask>",
    unk_token: "a",
    mask_token: "<unk>",
  });
});

Deno.test("specialTokens() reads no special_tokens_map.json where all added tokens are listed", () => {
  // transformers merges that file only where `added_tokens_decoder` is not there
  const tokenizerConfig = { added_tokens_decoder: {}, pad_token: "a" };
  const specialTokensMap = { pad_token: "<mask>" };
  const { pad_token } = specialTokens({ tokenizer: ROBERTA, tokenizerConfig, specialTokensMap });
  assert.equal(pad_token, "a");
});
