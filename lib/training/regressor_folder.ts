import { join } from "node:path";
import { writeAtomic } from "lib/files.ts";
import { saveParameters } from "lib/training/checkpoint.ts";
import { TARGETS } from "lib/targets.ts";
import type { Pooling, Regressor } from "lib/training/regressor.ts";
import { openSafetensors } from "lib/storage/safetensors.ts";
import { parseJson } from "lib/storage/sealed.ts";
import { tf } from "lib/training/tensorflow.ts";
import { loadBert } from "lib/training/transformers/load_bert.ts";
import { filesIn, type ModelFiles } from "lib/loaders/models/model_files.ts";
import { loadTokenizer } from "lib/training/transformers/tokenizer.ts";

const HEAD = { weights: "regression_head.safetensors", settings: "regression_head.json" } as const;
const COPIED = ["config.json", "tokenizer.json"] as const;
const COPIED_IF_THERE = ["tokenizer_config.json", "special_tokens_map.json"] as const;

/** What `regression_head.json` says beside the head's weights. */
interface HeadSettings {
  readonly pooling: Pooling;
  readonly headDropout: number;
  /** Tokens of a text that are read. */
  readonly maxTokens: number;
  /** The outputs' names. @default virality and engagement */
  readonly targets?: readonly string[];
}

/**
 * Writes a regressor as a Hugging Face folder, which Python's `AutoModel.from_pretrained` loads,
 * and its head beside it: weight [K, D] and bias [K] on the pooled row.
 *
 * @param source where the encoder came from; its config and tokenizer are copied
 */
export async function saveRegressor(
  folder: string,
  regressor: Regressor,
  source: ModelFiles,
): Promise<void> {
  const extras = await Promise.all(COPIED_IF_THERE.map((name) => source.has(name)));
  for (const name of [...COPIED, ...COPIED_IF_THERE.filter((_, i) => extras[i])]) {
    await writeAtomic(join(folder, name), await Deno.readFile(await source.file(name)));
  }
  const { encoder, head, pooling, headDropout, tokenizer: { maxTokens } } = regressor;
  const { targets } = regressor;
  const areDefault = targets.join() === TARGETS.join();
  const settings: HeadSettings = {
    ...{ pooling, headDropout, maxTokens },
    ...(!areDefault && { targets }),
  };
  await writeAtomic(join(folder, HEAD.settings), JSON.stringify(settings, null, 2) + "\n");
  await saveParameters(join(folder, HEAD.weights), head);
  await saveParameters(join(folder, "model.safetensors"), encoder.parameters);
}

/**
 * Loads what `saveRegressor` wrote; `disposeRegressor` frees it.
 *
 * @throws {TypeError} when a tensor is missing, unknown or of another shape than the config says
 * @throws {SyntaxError} when a file is broken
 */
export async function loadRegressor(folder: string): Promise<Regressor> {
  const settings = readSettings(await Deno.readTextFile(join(folder, HEAD.settings)), folder);
  const encoder = await loadBert(filesIn(folder));
  const tokenizer = await loadTokenizer(filesIn(folder), encoder.config, settings);
  const stored = await openSafetensors(join(folder, HEAD.weights));
  const head = new Map<string, tf.Variable>();
  for (const name of ["head.weight", "head.bias"]) {
    const { data, shape } = await stored.read(name);
    head.set(name, tf.tidy(() => tf.variable(tf.tensor(data, [...shape]))));
  }
  const { pooling, headDropout, targets = TARGETS } = settings;
  return { encoder, tokenizer, pooling, headDropout, targets, head };
}

function readSettings(text: string, folder: string): HeadSettings {
  const parsed = parseJson(text, join(folder, HEAD.settings));
  const { pooling, headDropout, maxTokens, targets }: Partial<HeadSettings> = Object(parsed);
  if (
    (pooling === "mean" || pooling === "pooler") &&
    typeof headDropout === "number" && typeof maxTokens === "number" &&
    (targets === undefined || Array.isArray(targets))
  ) return { pooling, headDropout, maxTokens, targets };
  throw new SyntaxError(
    `${join(folder, HEAD.settings)}: expected pooling, headDropout and maxTokens, got ${text}`,
  );
}
