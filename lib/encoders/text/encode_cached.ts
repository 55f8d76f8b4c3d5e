import { createHash } from "node:crypto";
import { join } from "node:path";
import { embeddingsFileBytes, parseEmbeddingsFile } from "lib/encoders/_embeddings_file.ts";
import type { TextEncoder } from "lib/encoders/text/text_encoder.ts";
import { exists, writeAtomic } from "lib/files.ts";
import { startProgress } from "lib/progress.ts";
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
 */
export async function encodeCached(
  encoder: TextEncoder,
  texts: readonly string[],
  options: EncodeCachedOptions,
): Promise<DenseMatrix> {
  const { cache, chunkSize = 256 } = options;
  const folder = join(
    cache,
    `${encoder.name.replace(/[^\w.-]+/g, "-")}-${digest(encoder.identity)}`,
  );
  const data = new Float32Array(texts.length * encoder.columns);
  const progress = startProgress(encoder.name, { total: texts.length, unit: "texts" });
  try {
    for (let start = 0; start < texts.length; start += chunkSize) {
      const chunk = texts.slice(start, start + chunkSize);
      const { data: rows } = await encodeChunk(encoder, chunk, join(folder, `${digest(chunk)}.h5`));
      data.set(rows, start * encoder.columns);
      progress.advance(chunk.length);
    }
  } finally {
    progress.stop();
  }
  return { kind: "dense", rows: texts.length, columns: encoder.columns, data };
}

async function encodeChunk(encoder: TextEncoder, texts: readonly string[], path: string) {
  if (await exists(path)) {
    return (await parseEmbeddingsFile(await Deno.readFile(path), path)).embeddings;
  }
  const embeddings = await encoder.encode(texts);
  await writeAtomic(path, await embeddingsFileBytes({ embeddings, attributes: encoder.identity }));
  return embeddings;
}

function digest(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 16);
}
