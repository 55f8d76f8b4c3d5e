import { getHFHubCachePath } from "@huggingface/hub";
import { dirname, join } from "node:path";
import { exists } from "lib/files.ts";
import type { Settings } from "lib/settings.ts";
import { downloadModelFile } from "lib/loaders/_download_model_file.ts";
import type { ModelFiles } from "lib/loaders/models/model_files.ts";

/** Where a pretrained model's files lie, and how to get one more of them. */
export interface ModelLocation extends ModelFiles {
  /** Its name on the hub, `organisation/name`. */
  readonly id: string;
  /** The folder that holds its `config.json`. */
  readonly folder: string;
  /**
   * The path of one of its files, such as `onnx/model.onnx`; fetched from the hub if it lies nowhere.
   *
   * @throws {Deno.errors.NotFound} when it lies nowhere and the hub does not give it
   */
  file(path: string): Promise<string>;
}

/** Knobs of `findModel`. */
export interface FindModelOptions {
  /** How the hub is reached. @default globalThis.fetch */
  readonly fetch?: typeof fetch;
}

/**
 * Finds a pretrained model by its hub name: in `settings.models`, in the cache that Hugging Face's
 * libraries share, or on the hub, from where files go to `data/models/<organisation>/<name>`.
 *
 * @throws {RangeError} when the id is not `organisation/name`
 * @throws {Deno.errors.NotFound} when it lies nowhere and the hub does not give it
 */
export async function findModel(
  id: string,
  settings: Pick<Settings, "models" | "root">,
  options: FindModelOptions = {},
): Promise<ModelLocation> {
  if (!/^[\w-][\w.-]*\/[\w-][\w.-]*$/.test(id)) {
    throw new RangeError(
      `Cannot look for a model: expected organisation/name as on huggingface.co, got ${
        JSON.stringify(id)
      }`,
    );
  }
  const downloads = join(settings.root, "data", "models", id);
  const folders = [
    ...settings.models.map((folder) => join(folder, id)),
    ...await cachedSnapshots(id),
    downloads,
  ];
  const file = async (path: string) => {
    for (const folder of folders) {
      if (await exists(join(folder, path))) return join(folder, path);
    }
    return await downloadModelFile(id, path, {
      folder: downloads,
      searched: folders,
      fetch: options.fetch,
    });
  };
  const config = await file("config.json");
  const folder = dirname(config);
  return { id, folder, file, has: (path) => exists(join(folder, path)) };
}

/** The folders, one a revision, in which Hugging Face's libraries keep what they fetched. */
async function cachedSnapshots(id: string): Promise<string[]> {
  const snapshots = join(
    getHFHubCachePath(),
    `models--${id.replace("/", "--")}`,
    "snapshots",
  );
  if (!await exists(snapshots)) return [];
  const revisions = await Array.fromAsync(Deno.readDir(snapshots), (entry) => entry.name);
  return revisions.sort().map((revision) => join(snapshots, revision));
}
