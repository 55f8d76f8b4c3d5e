import { join } from "node:path";
import { namesIn } from "lib/loaders/models/model_files.ts";
import { type HubServer, type ServedModel, startHubServer } from "../loaders/models/_hub_server.ts";

const COMMIT = "0123456789abcdef0123456789abcdef01234567";

/** Serves the models of a folder, `<organisation>/<name>/`, as the hub does. */
export async function serveModels(folder: string): Promise<HubServer> {
  const models: Record<string, ServedModel> = {};
  for (const name of await namesIn(folder)) {
    const [organisation, model, ...rest] = name.split("/");
    const id = `${organisation}/${model}`;
    models[id] ??= { revisions: { main: { commit: COMMIT, files: {} } } };
    addFile(models[id].revisions.main!.files, rest.join("/"), join(folder, name));
  }
  return startHubServer(models);
}

/** Adds a file that is read when it is asked for: together they are larger than memory should hold. */
function addFile(files: Readonly<Record<string, Uint8Array>>, name: string, path: string): void {
  Object.defineProperty(files, name, { enumerable: true, get: () => Deno.readFileSync(path) });
}
