import { downloadFile } from "@huggingface/hub";
import { basename, dirname, join } from "node:path";
import { exists, writingTo } from "lib/files.ts";
import { underClaim } from "lib/storage/under_claim.ts";

/** Where `downloadModelFile` puts a file. */
interface DownloadOptions {
  /** The model's folder; `path` is kept below it. */
  folder: string;
  /** Folders that were looked through before, named in the error. */
  searched: readonly string[];
  /** How the hub is reached. @default globalThis.fetch */
  fetch?: typeof fetch;
}

/**
 * Fetches one file of a model from the Hugging Face hub, whole or not at all, and returns its path. Of
 * several processes one fetches.
 *
 * @throws {Deno.errors.NotFound} when the hub is out of reach, has no such file or breaks off
 * @throws {UnwritableError} when the file cannot be written
 */
export async function downloadModelFile(
  id: string,
  path: string,
  options: DownloadOptions,
): Promise<string> {
  const target = join(options.folder, path);
  const content = await request(id, path, options);
  const claimed = { lock: `${target}.lock`, doing: `fetches ${path} of ${id}` };
  do {
    const isDone = await underClaim(claimed, async () => {
      if (await exists(target)) return; // another process was faster
      await sweep(target);
      await keep(target, content);
    });
    if (isDone) break;
  } while (!await exists(target)); // the other process may have failed
  return target;
}

/** Removes what killed processes left of a file; nobody else fetches it. */
async function sweep(target: string): Promise<void> {
  const folder = dirname(target);
  for await (const { name } of Deno.readDir(folder)) {
    const isLeftover = name.startsWith(`${basename(target)}.`) && name.endsWith(".partial");
    if (isLeftover) await Deno.remove(join(folder, name));
  }
}

function keep(target: string, content: Blob): Promise<void> {
  return writingTo(target, async () => {
    const partial = `${target}.${Deno.pid}-${crypto.randomUUID().slice(0, 8)}.partial`;
    try {
      const bytes = await write(partial, content);
      if (bytes !== content.size) {
        throw new Deno.errors.NotFound(
          `Cannot fetch ${target}: the hub broke off after ${bytes} of ${content.size} bytes`,
        );
      }
      await Deno.rename(partial, target);
    } catch (error) {
      await Deno.remove(partial).catch(() => {}); // never made, or the disk refuses: the cause is thrown
      throw error;
    }
  });
}

/** Writes all of a stream to the disk and says how many bytes that were. */
async function write(path: string, content: Blob): Promise<number> {
  using file = await Deno.open(path, { write: true, createNew: true });
  let bytes = 0;
  for await (const chunk of content.stream()) {
    for (let at = 0; at < chunk.length;) at += await file.write(chunk.subarray(at));
    bytes += chunk.length;
  }
  await file.syncData();
  return bytes;
}

async function request(id: string, path: string, options: DownloadOptions): Promise<Blob> {
  const advice = `Cannot find ${path} of the model ${id} in ${options.searched.join(", ")}, and ` +
    `https://huggingface.co did not give it. Put the model's files into data/models/${id}, or ` +
    "point VIRANOVA_MODELS at a folder that holds organisation/name folders";
  try {
    const repo = { type: "model", name: id } as const;
    const content = await downloadFile({ repo, path, fetch: options.fetch });
    if (content) return content;
  } catch (cause) {
    throw new Deno.errors.NotFound(advice, { cause });
  }
  throw new Deno.errors.NotFound(`${advice} (the hub has no such file)`);
}
