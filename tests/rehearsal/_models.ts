import { dirname, join } from "node:path";
import { exists } from "lib/files.ts";
import { namesIn } from "lib/loaders/models/model_files.ts";
import { digestOf, digestOfBytes } from "lib/storage/digest.ts";
import { isMade, type Made, recordMade } from "./_made.ts";
import { runToEnd } from "./_python.ts";
import {
  bertTokenizerFiles,
  gpt2TokenizerFiles,
  robertaTokenizerFiles,
  type TokenizerFiles,
} from "./_tokenizer_files.ts";

/** A model that the profile full or the README's row of it names. */
export interface RehearsedModel {
  /** How it is used, see `use_model.ts`. */
  readonly kind: "text" | "gpt2" | "pictures" | "sound";
  readonly tokenizer?: () => TokenizerFiles;
}

/** Every one of them by its name on the hub. */
export const MODELS: Readonly<Record<string, RehearsedModel>> = {
  "FacebookAI/roberta-base": { kind: "text", tokenizer: robertaTokenizerFiles },
  "google-bert/bert-base-uncased": { kind: "text", tokenizer: bertTokenizerFiles },
  "openai-community/gpt2": { kind: "gpt2", tokenizer: gpt2TokenizerFiles },
  "sentence-transformers/all-MiniLM-L6-v2": { kind: "text", tokenizer: bertTokenizerFiles },
  "Xenova/dinov2-base": { kind: "pictures" },
  "Xenova/dinov2-large": { kind: "pictures" },
  "Xenova/dinov2-small": { kind: "pictures" },
  "Xenova/resnet-50": { kind: "pictures" },
  "Xenova/whisper-tiny": { kind: "sound" },
};

const SCRIPT = "make_models.py";

/** What decides a model's files. */
const SOURCES = [SCRIPT, "_tokenizer_files.ts", "requirements.txt"];

/** How models are made. */
export interface MakeModelsOptions {
  /** The Python with PyTorch and transformers. */
  readonly interpreter: string;
  /** Folders of real models: the sentence encoder is taken from there if it lies there. */
  readonly models: readonly string[];
  readonly say: (sentence: string) => void;
  readonly signal: AbortSignal;
}

/**
 * Makes every model of the profile full in its true size, with random weights, unless it is made.
 *
 * @param folder the rehearsal's
 * @returns the folder that holds them as `<organisation>/<name>/`
 * @throws {Error} when Python cannot make one
 * @throws the signal's reason when it is aborted; finished models are kept
 */
export async function makeModels(folder: string, options: MakeModelsOptions): Promise<string> {
  const hub = join(folder, "hub");
  const sources = await Promise.all(
    SOURCES.map(async (name) =>
      digestOfBytes(await Deno.readFile(join(import.meta.dirname!, name)))
    ),
  );
  for (const id of Object.keys(MODELS)) {
    const real = await findReal(id, options.models);
    const digest = digestOf({ id, sources, real: real !== undefined });
    const made = { folder, name: id, digest };
    if (await isMade(made, join(hub, id))) continue;
    options.say(real ? `Copying ${id}` : `Making ${id} with random weights`);
    await makeModel(made, real, options);
  }
  return hub;
}

async function makeModel(
  made: Made,
  real: string | undefined,
  { interpreter, signal }: MakeModelsOptions,
): Promise<void> {
  const { folder, name: id } = made;
  const partial = join(folder, "unfinished-model"); // below no model's folder, so that the hub never has it
  const target = join(folder, "hub", id);
  await removeAll(partial);
  await Deno.mkdir(partial, { recursive: true });
  if (real) await copyFolder(real, partial);
  else {
    for (const [name, text] of Object.entries(MODELS[id]?.tokenizer?.() ?? {})) {
      await Deno.writeTextFile(join(partial, name), text);
    }
    const script = join(import.meta.dirname!, SCRIPT);
    const args = ["-W", "ignore", script, id, partial];
    await runToEnd(interpreter, args, { signal, doing: `make ${id}` });
  }
  await removeAll(target);
  await Deno.mkdir(dirname(target), { recursive: true });
  await Deno.rename(partial, target);
  await recordMade(made);
}

/** Where the real sentence encoder lies: weights that say something cost no more than random ones. */
async function findReal(id: string, models: readonly string[]): Promise<string | undefined> {
  if (!id.startsWith("sentence-transformers/")) return undefined;
  for (const folder of models) {
    if (await exists(join(folder, id, "onnx", "model.onnx"))) return join(folder, id);
  }
}

async function copyFolder(from: string, to: string): Promise<void> {
  for (const name of await namesIn(from)) {
    await Deno.mkdir(dirname(join(to, name)), { recursive: true });
    await Deno.copyFile(join(from, name), join(to, name));
    await Deno.chmod(join(to, name), 0o644);
  }
}

/** Removes a folder, if it is there. */
export async function removeAll(path: string): Promise<void> {
  if (await exists(path)) await Deno.remove(path, { recursive: true });
}
