import { PreTrainedTokenizer } from "@huggingface/transformers";
import type { ModelLocation } from "lib/loaders/model_folder.ts";

/**
 * Opens a model's tokenizer, @huggingface/transformers', by `tokenizer.json` and
 * `tokenizer_config.json`.
 *
 * @returns it, and the path of its `tokenizer.json`
 * @throws {Deno.errors.NotFound} when one of the files lies nowhere
 * @throws {SyntaxError} when one of them is no JSON
 */
export async function openTokenizer(
  files: Pick<ModelLocation, "file">,
): Promise<{ tokenizer: PreTrainedTokenizer; path: string }> {
  const path = await files.file("tokenizer.json");
  const tokenizer = new PreTrainedTokenizer(
    await readJson(path),
    await readJson(await files.file("tokenizer_config.json")),
  );
  return { tokenizer, path };
}

/** The highest token id that a tokenizer knows. */
export function highestTokenId(tokenizer: Pick<PreTrainedTokenizer, "get_vocab">): number {
  let highest = 0;
  for (const id of tokenizer.get_vocab().values()) highest = Math.max(highest, id);
  return highest;
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await Deno.readTextFile(path));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new SyntaxError(`${path}: expected JSON`, { cause: error });
  }
}
