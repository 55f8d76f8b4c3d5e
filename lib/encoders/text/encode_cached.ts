import { join } from "node:path";
import { embeddingsFileBytes, parseEmbeddingsFile } from "lib/encoders/_embeddings_file.ts";
import type { TextEncoder } from "lib/encoders/text/text_encoder.ts";
import { exists, writeAtomic } from "lib/files.ts";
import { startProgress } from "lib/progress.ts";
import { readOrMake } from "lib/storage/damage.ts";
import { digestOf } from "lib/storage/digest.ts";
import { keepIfPossible } from "lib/storage/keeping.ts";
import {
  type FolderKey,
  keyedPath,
  nameOlderFolders,
  openKeyedFolder,
} from "lib/storage/keyed_folder.ts";
import type { DenseMatrix } from "lib/types.ts";

/** Where `encodeCached` keeps features and how often it saves. */
export interface EncodeCachedOptions {
  /** Folder of the cache; each encoder gets a folder of its own in it. */
  readonly cache: string;
  /** Texts a file, lost at most when stopped. @default 256 */
  readonly chunkSize?: number;
}

/**
 * Encodes texts [N, D] or reads what was encoded before, a file for each chunk of texts; a stopped
 * run goes on with the first chunk that is missing.
 *
 * A file is found by the encoder's identity and its texts. A damaged one is set aside and its texts are
 * encoded again; where nothing can be written, nothing is kept.
 */
export async function encodeCached(
  encoder: TextEncoder,
  texts: readonly string[],
  options: EncodeCachedOptions,
): Promise<DenseMatrix> {
  const { cache, chunkSize = 256 } = options;
  const folder = await openFolder(cache, textsKey(encoder));
  const data = new Float32Array(texts.length * encoder.columns);
  const counted = { total: texts.length, unit: "texts", each: "a text" };
  const progress = startProgress(encoder.name, counted);
  try {
    for (let start = 0; start < texts.length; start += chunkSize) {
      const chunk = texts.slice(start, start + chunkSize);
      const { rows, isNew } = await encodeChunk(encoder, chunk, folder);
      data.set(rows, start * encoder.columns);
      if (isNew) progress.advance(chunk.length);
      else progress.passed(chunk.length);
      progress.kept(`text ${start + chunk.length}`);
    }
  } finally {
    progress.stop();
  }
  return { kind: "dense", rows: texts.length, columns: encoder.columns, data };
}

/** What tells an encoder's folder of text features from its neighbours. */
function textsKey({ name, identity }: Pick<TextEncoder, "name" | "identity">): FolderKey {
  return { name, identity: { encoder: identity } };
}

/** The path of the folder, made where that is possible. */
async function openFolder(cache: string, key: FolderKey): Promise<string> {
  const folder = keyedPath(cache, key);
  if (!await exists(folder)) await nameOlderFolders(cache, key);
  await keepIfPossible(async () => void await openKeyedFolder(cache, key));
  return folder;
}

/** Digits of a chunk's digest that its file is called by. */
const DIGITS = 16;

/** A chunk's vectors, and whether they were computed rather than read. */
async function encodeChunk(encoder: TextEncoder, texts: readonly string[], folder: string) {
  const path = join(folder, `${digestOf(texts).slice(0, DIGITS)}.h5`);
  let isNew = false;
  const { data } = await readOrMake<DenseMatrix>({
    path,
    read: async () => {
      const { embeddings } = await parseEmbeddingsFile(await Deno.readFile(path), path, {
        sealed: true,
      });
      if (embeddings.rows === texts.length && embeddings.columns === encoder.columns) {
        return embeddings;
      }
      throw new SyntaxError(
        `Cannot read ${path}: expected [${texts.length}, ${encoder.columns}], ` +
          `got [${embeddings.rows}, ${embeddings.columns}]`,
      );
    },
    make: async () => {
      isNew = true;
      const embeddings = await encoder.encode(texts);
      const bytes = await embeddingsFileBytes({ embeddings, attributes: encoder.identity });
      await keepIfPossible(() => writeAtomic(path, bytes));
      return embeddings;
    },
  });
  return { rows: data, isNew };
}
