/** What else may lie where a file is missing, by the file. */
interface Variant {
  /** Whether a name is one of it. */
  readonly pattern: RegExp;
  /** What can be done with it, after "it" or "they". */
  readonly advice: string;
}

const WEIGHTS: readonly Variant[] = [
  {
    pattern: /^model-\d+-of-\d+\.safetensors$|^model\.safetensors\.index\.json$/,
    advice: "are shards, which are read where model.safetensors.index.json lies beside all of them",
  },
  {
    pattern: /^pytorch_model(-\d+-of-\d+)?\.bin$/,
    advice: "is not read: in Python AutoModel.from_pretrained(folder).save_pretrained(folder) " +
      "writes model.safetensors",
  },
  {
    pattern: /^(tf_model\.h5|flax_model\.msgpack|.*\.gguf)$/,
    advice: "is not read",
  },
];

const VARIANTS: Readonly<Record<string, readonly Variant[]>> = {
  "model.safetensors": WEIGHTS,
  "model.safetensors.index.json": WEIGHTS,
  "tokenizer.json": [{
    pattern: /^(vocab\.json|merges\.txt|vocab\.txt|sentencepiece\.bpe\.model|spiece\.model)$/,
    advice:
      "is not read: in Python AutoTokenizer.from_pretrained(folder).save_pretrained(folder) " +
      "writes tokenizer.json",
  }],
};

/**
 * Says which files like a missing one lie in its place and what to do with them; empty where none does.
 *
 * @param names of the files there, with forward slashes
 */
export function describeVariants(missing: string, names: readonly string[]): string {
  return variantsOf(missing).flatMap(({ pattern, advice }) => {
    const found = names.filter((name) => pattern.test(name) && name !== missing).sort();
    if (found.length === 0) return [];
    const verb = found.length > 1 ? advice.replace(/^is\b/, "are") : advice.replace(/^are\b/, "is");
    return [`${listOf(found)} ${found.length > 1 ? "lie" : "lies"} there and ${verb}`];
  }).join("; ");
}

function variantsOf(missing: string): readonly Variant[] {
  if (!missing.endsWith(".onnx")) return VARIANTS[missing] ?? [];
  return [
    { pattern: /\.onnx$/, advice: `is not read in place of ${missing}` },
    { pattern: /\.onnx[._]data(_\d+)?$/, advice: "is of use only beside its model" },
    ...WEIGHTS.slice(1),
  ];
}

/** Names that a sentence shows before it counts the others. */
const SHOWN = 3;

function listOf(names: readonly string[]): string {
  const shown = names.slice(0, SHOWN);
  if (names.length > SHOWN) shown.push(`${names.length - SHOWN} more`);
  return shown.length < 2 ? shown.join() : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
}
