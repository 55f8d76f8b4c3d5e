import { isObject, type JsonObject } from "lib/json.ts";

/** What a model's files say, as far as they are there. */
export interface TokenizerFiles {
  /** `tokenizer.json` */
  readonly tokenizer: JsonObject;
  /** `tokenizer_config.json` */
  readonly tokenizerConfig?: JsonObject;
  /** `special_tokens_map.json` */
  readonly specialTokensMap?: JsonObject;
  /** `config.json` */
  readonly config?: JsonObject;
}

const NAMES = [
  "bos_token",
  "eos_token",
  "unk_token",
  "sep_token",
  "pad_token",
  "cls_token",
  "mask_token",
] as const;

/** Special tokens by their names in `tokenizer_config.json`. */
export type SpecialTokens = Partial<Record<typeof NAMES[number], string>>;

/**
 * Finds a model's special tokens as transformers' AutoTokenizer does: in `special_tokens_map.json`
 * (unless `tokenizer_config.json` lists all added tokens itself), `tokenizer_config.json`, and what the
 * tokenizer's class calls them; a padding token also in the padding of `tokenizer.json` and by its id
 * in `config.json`. A token that the vocabulary lacks is not taken from the last three.
 */
export function specialTokens(files: TokenizerFiles): SpecialTokens {
  const { tokenizerConfig = {}, specialTokensMap = {}, config = {} } = files;
  const vocabulary = vocabularyOf(files.tokenizer);
  const isListed = isObject(tokenizerConfig.added_tokens_decoder);
  const ofClass = tokensOfClass(tokenizerConfig.tokenizer_class, config.model_type);
  const guesses = (name: typeof NAMES[number]) => [
    ofClass[name],
    ...name === "pad_token" ? [paddingOf(files.tokenizer), tokenOf(vocabulary, config)] : [],
  ];
  const found = NAMES.map((name) => [
    name,
    (isListed ? undefined : textOf(specialTokensMap[name])) ?? textOf(tokenizerConfig[name]) ??
      guesses(name).find((token) => token !== undefined && vocabulary.has(token)),
  ]);
  return Object.fromEntries(found.filter(([, token]) => token !== undefined));
}

/** A token as files spell it: a text, or an object with the text and how to look for it. */
export function textOf(token: unknown): string | undefined {
  if (typeof token === "string") return token;
  return isObject(token) && typeof token.content === "string" ? token.content : undefined;
}

const ROBERTA: SpecialTokens = {
  bos_token: "<s>",
  eos_token: "</s>",
  unk_token: "<unk>",
  sep_token: "</s>",
  pad_token: "<pad>",
  cls_token: "<s>",
  mask_token: "<mask>",
};
const BERT: SpecialTokens = {
  unk_token: "[UNK]",
  sep_token: "[SEP]",
  pad_token: "[PAD]",
  cls_token: "[CLS]",
  mask_token: "[MASK]",
};
const END = "<|endoftext|>";

/** What the classes of tokenizers call their special tokens where no file says it. */
const CLASSES: readonly [RegExp, SpecialTokens][] = [
  [/^(xlm-?)?roberta|^camembert|^mpnet/i, ROBERTA],
  [/^bert|^distilbert|^electra|^mobilebert/i, BERT],
  [/^gpt2/i, { bos_token: END, eos_token: END, unk_token: END }],
];

/** Looks a class up by its name, such as `RobertaTokenizer`, or by the model's, such as `roberta`. */
function tokensOfClass(...names: readonly unknown[]): SpecialTokens {
  const known = names.filter((name) => typeof name === "string");
  return CLASSES.find(([pattern]) => known.some((name) => pattern.test(name)))?.[1] ?? {};
}

/** Ids by token. */
function vocabularyOf({ model, added_tokens: added }: JsonObject): ReadonlyMap<string, unknown> {
  const vocab = isObject(model) ? model.vocab : undefined;
  const entries: [string, unknown][] = isObject(vocab)
    ? Object.entries(vocab)
    : Array.isArray(vocab)
    ? vocab.map((entry, id) => [String(Array.isArray(entry) ? entry[0] : entry), id]) // Unigram
    : [];
  const ofAdded = (Array.isArray(added) ? added : [])
    .map((token): [string, unknown] => [textOf(token) ?? "", Object(token).id]);
  return new Map([...entries, ...ofAdded]);
}

function paddingOf({ padding }: JsonObject): string | undefined {
  return isObject(padding) ? textOf(padding.pad_token) : undefined;
}

function tokenOf(
  vocabulary: ReadonlyMap<string, unknown>,
  { pad_token_id: wanted }: JsonObject,
): string | undefined {
  if (typeof wanted !== "number") return undefined;
  return [...vocabulary].find(([, id]) => id === wanted)?.[0];
}
