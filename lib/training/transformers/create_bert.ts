import { join } from "node:path";
import { exists, writeAtomic } from "lib/files.ts";
import { sayOnce } from "lib/progress.ts";
import { createGenerator, deriveSeed } from "lib/random.ts";
import { readOrMake } from "lib/storage/damage.ts";
import { digestOf } from "lib/storage/digest.ts";
import { keyedPath } from "lib/storage/keyed_folder.ts";
import { type StoredTensor, writeSafetensors } from "lib/storage/safetensors.ts";
import { holdFolder } from "lib/training/runs/hold_folder.ts";
import { checkManifest, hasManifest, writeManifest } from "lib/training/transformers/_manifest.ts";
import { parseBertConfig } from "lib/training/transformers/config.ts";
import { filesIn, type ModelFiles } from "lib/loaders/models/model_files.ts";
import { parameterShapes } from "lib/training/transformers/parameter_shapes.ts";
import { trainByteLevelBpe } from "lib/training/transformers/train_byte_level_bpe.ts";

/** How large a new encoder is. */
export interface CreateBertOptions {
  /** Seeds the weights. */
  readonly seed: number;
  /** Tokens in the vocabulary at most. @default 600 */
  readonly vocabSize?: number;
  /** Numbers a token. @default 48 */
  readonly hiddenSize?: number;
  /** @default 2 */
  readonly layers?: number;
}

const SPECIAL_TOKENS = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"];

/**
 * Counts the changes after which the same texts and seed give another encoder; a test fails where it
 * changed and this did not.
 */
export const CREATE_BERT_VERSION = 1;

/** A new encoder, and where it lies. */
export interface CreatedBert extends ModelFiles {
  readonly folder: string;
}

/**
 * Writes a small RoBERTa with random weights and a vocabulary learned from texts as a Hugging Face
 * folder, for machines that have no pretrained one. Each set of texts, seed and sizes has a folder of
 * its own in `parent`; one that is whole is left as it is, a damaged one is made again.
 *
 * Weights are normal with deviation 0.02, biases 0 and layer norms 1, as RoBERTa starts.
 *
 * @throws {RangeError} when the vocabulary has no room for the bytes and special tokens
 * @throws {UnwritableError} when the folder cannot be written
 */
export async function createBert(
  parent: string,
  texts: readonly string[],
  options: CreateBertOptions,
): Promise<CreatedBert> {
  const { seed, vocabSize = 600, hiddenSize = 48, layers = 2 } = options;
  const size = { vocabSize, hiddenSize, layers };
  const version = CREATE_BERT_VERSION;
  const identity = { kind: "small RoBERTa", version, texts: digestOf(texts), seed, ...size };
  const folder = keyedPath(parent, { name: NAME, identity });
  await nameOldFolder(parent);
  const make = () => writeBert(folder, { texts, seed, size, identity });
  await holdFolder(folder, async () => {
    if (!await hasManifest(folder)) return await make();
    await readOrMake({ path: folder, read: () => checkManifest(folder), make });
  });
  return { ...filesIn(folder), folder };
}

/** What encoders of this kind are called; an older form was called so alone. */
const NAME = "small-roberta";

async function nameOldFolder(parent: string): Promise<void> {
  const old = join(parent, NAME);
  if (!await exists(join(old, WEIGHTS))) return;
  sayOnce(
    `${old}: not used, since nothing tells what it was made from; ` +
      "`deno task runs` lists it and removes it when asked",
  );
}

interface BertParts {
  readonly texts: readonly string[];
  readonly seed: number;
  readonly size: Required<Omit<CreateBertOptions, "seed">>;
  readonly identity: Readonly<Record<string, unknown>>;
}

async function writeBert(folder: string, { texts, seed, size, identity }: BertParts) {
  const config = JSON.stringify(configOf(size), null, 2);
  const { vocabSize } = size;
  const tokenizer = trainByteLevelBpe(texts, { vocabSize, specialTokens: SPECIAL_TOKENS });
  await writeJson(join(folder, "tokenizer.json"), { ...tokenizer, post_processor: FRAME });
  await writeJson(join(folder, "tokenizer_config.json"), TOKENIZER_CONFIG);
  await writeAtomic(join(folder, "config.json"), config + "\n");
  await writeSafetensors(join(folder, WEIGHTS), drawWeights(config, seed));
  await writeManifest(folder, { identity, files: FILES }); // last, since it marks the folder whole
}

const WEIGHTS = "model.safetensors";
const FILES = ["tokenizer.json", "tokenizer_config.json", "config.json", WEIGHTS];

/** Puts `<s>` before and `</s>` behind each text. */
const FRAME = { type: "RobertaProcessing", sep: ["</s>", 2], cls: ["<s>", 0], trim_offsets: true };

const TOKENIZER_CONFIG = {
  tokenizer_class: "RobertaTokenizer",
  bos_token: "<s>",
  eos_token: "</s>",
  pad_token: "<pad>",
  unk_token: "<unk>",
  mask_token: "<mask>",
  cls_token: "<s>",
  sep_token: "</s>",
};

function configOf(size: Required<Omit<CreateBertOptions, "seed">>) {
  return {
    model_type: "roberta",
    vocab_size: size.vocabSize,
    hidden_size: size.hiddenSize,
    num_hidden_layers: size.layers,
    num_attention_heads: 4,
    intermediate_size: 2 * size.hiddenSize,
    max_position_embeddings: 514,
    type_vocab_size: 1,
    hidden_dropout_prob: 0.1,
    attention_probs_dropout_prob: 0.1,
    layer_norm_eps: 1e-5,
    pad_token_id: 1,
  };
}

function drawWeights(config: string, seed: number): Map<string, StoredTensor> {
  const shapes = [...parameterShapes(parseBertConfig(config, "config.json"))];
  return new Map(shapes.map(([name, shape], i) => {
    const generator = createGenerator(deriveSeed(seed, i));
    const data = new Float32Array(shape.reduce((product, length) => product * length, 1));
    if (name.endsWith("LayerNorm.weight")) data.fill(1);
    else if (!name.endsWith("bias")) data.forEach((_, at) => data[at] = 0.02 * generator.normal());
    return [name, { shape, data }];
  }));
}

function writeJson(path: string, content: unknown): Promise<void> {
  return writeAtomic(path, JSON.stringify(content, null, 1) + "\n");
}
