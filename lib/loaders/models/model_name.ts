import { basename, dirname } from "node:path";
import type { ModelFiles } from "lib/loaders/models/model_files.ts";

/** What messages and tables call a model: its name on the hub, or its folder's. */
export async function modelName({ id, file }: Pick<ModelFiles, "id" | "file">): Promise<string> {
  return id ?? basename(dirname(await file("config.json")));
}
