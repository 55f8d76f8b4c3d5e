import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { codeVersion } from "lib/evaluation/cards/code_version.ts";
import {
  type ModelCard,
  modelCardText,
  type ModelFile,
} from "lib/evaluation/cards/model_card_text.ts";
import { writeAtomic } from "lib/files.ts";

/** Where a card's facts about files and code come from. */
export interface ModelCardOptions {
  /** The project's folder, which holds `.git` where the code is under version control. */
  root: string;
}

/** Name of the card in a model's folder. */
export const MODEL_CARD = "MODEL_CARD.md";

/**
 * Writes a model's card beside its weights: the card's own facts, the SHA-256 of every file in the
 * folder, and the code's commit.
 *
 * @throws {Deno.errors.NotFound} when there is no such folder
 * @throws {RangeError} when the folder holds no file, or there is no result
 */
export async function writeModelCard(
  folder: string,
  card: ModelCard,
  { root }: ModelCardOptions,
): Promise<void> {
  const entries = await Array.fromAsync(Deno.readDir(folder));
  const names = entries.filter(({ isFile, name }) => isFile && name !== MODEL_CARD)
    .map(({ name }) => name).filter((name) => !name.endsWith(".partial")) // another process writes it
    .sort();
  const files = await Array.fromAsync(names, async (name): Promise<ModelFile> => (
    { name, sha256: await digestOf(join(folder, name)) }
  ));
  const text = modelCardText(card, { files, codeVersion: await codeVersion(root) });
  await writeAtomic(join(folder, MODEL_CARD), text);
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}
