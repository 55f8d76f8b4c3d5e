import { type ModelFiles, modelName } from "lib/loaders/models/model_files.ts";
import { weightFiles } from "lib/loaders/models/open_weights.ts";
import type { HiddenState, TextModel } from "lib/loaders/models/text_model.ts";
import { digestOf } from "lib/storage/digest.ts";
import { digestOfFile } from "lib/storage/file_digests.ts";
import { loadTensorFlow, tf } from "lib/training/tensorflow.ts";
import { type BertModel, forward } from "lib/training/transformers/bert.ts";
import { disposeBert, loadBert } from "lib/training/transformers/load_bert.ts";
import { padBatch } from "lib/training/transformers/token_batch.ts";

/**
 * Opens a BERT-family checkpoint, `config.json` and `model.safetensors`, as a frozen model of texts, by
 * the code that fine-tunes it; its variables live as long as the process. Handed to `openTextEncoder`
 * for models that are published without an ONNX file.
 *
 * @throws {ModelError} when a file lies nowhere
 * @throws {TypeError} when a tensor is missing, unknown or of another shape than the config says
 * @throws {SyntaxError} when a file is broken
 * @throws {RangeError} when the architecture is not supported, or the tokenizer pads with another token
 * than the model knows
 */
export async function openBertCheckpoint(
  files: ModelFiles,
  { padTokenId }: { readonly padTokenId: number },
): Promise<TextModel> {
  if (!tf.getBackend()) await loadTensorFlow();
  const model = await loadBert(files, { withoutPooler: true });
  if (padTokenId !== model.config.padTokenId) {
    disposeBert(model);
    throw new RangeError(
      `Cannot read texts with ${await modelName(files)}: its tokenizer pads with token id ` +
        `${padTokenId}, but the model with ${model.config.padTokenId}`,
    );
  }
  return {
    weights: `sha256:${await digestOfFiles(files)}`,
    run: (texts) => hiddenState(model, texts),
  };
}

async function hiddenState(
  model: BertModel,
  texts: readonly (readonly number[])[],
): Promise<HiddenState> {
  const batch = padBatch(texts, model.config.padTokenId);
  const hidden = tf.tidy(() => forward(model, batch)); // [B, T, D]
  try {
    const data = await hidden.data<"float32">();
    return { data, lengths: texts.map(({ length }) => length), columns: model.config.hiddenSize };
  } finally {
    hidden.dispose();
  }
}

/** SHA-256 over the weights and over the config, which says how they are used. */
async function digestOfFiles(files: ModelFiles): Promise<string> {
  const paths = new Map([
    ...await weightFiles(files),
    ["config.json", await files.file("config.json")] as const,
  ]);
  const digests: Record<string, string> = {};
  for (const [name, path] of paths) digests[name] = await digestOfFile(path);
  return digestOf(digests);
}
