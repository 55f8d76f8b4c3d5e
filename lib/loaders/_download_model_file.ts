import { downloadFile } from "@huggingface/hub";
import { dirname, join } from "node:path";

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
 * Fetches one file of a model from the Hugging Face hub, whole or not at all, and returns its path.
 *
 * @throws {Deno.errors.NotFound} when the hub is out of reach or has no such file
 */
export async function downloadModelFile(
  id: string,
  path: string,
  options: DownloadOptions,
): Promise<string> {
  const target = join(options.folder, path);
  const content = await request(id, path, options);
  await Deno.mkdir(dirname(target), { recursive: true });
  const partial = `${target}.${Deno.pid}-${crypto.randomUUID().slice(0, 8)}.partial`;
  try {
    const file = await Deno.open(partial, { write: true, createNew: true });
    await content.stream().pipeTo(file.writable); // closes the file
    await Deno.rename(partial, target);
  } catch (error) {
    await Deno.remove(partial).catch(() => {}); // never made, or the disk refuses: the cause is thrown
    throw error;
  }
  return target;
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
