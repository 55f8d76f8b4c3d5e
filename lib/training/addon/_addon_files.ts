import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { exists } from "lib/files.ts";

/** The folder of the installed package @tensorflow/tfjs-node. */
export function tfjsNodeFolder(): string {
  return fileURLToPath(new URL("..", import.meta.resolve("@tensorflow/tfjs-node")));
}

/** TensorFlow's shared libraries in the order in which the linker wants them. */
export const LIBRARIES = ["libtensorflow_cc.so.2", "libtensorflow_framework.so.2"] as const;

/** Where tfjs-node looks for its native addon and the addon for its libraries. */
export interface AddonFiles {
  readonly addon: string;
  readonly libraryFolder: string;
  /** Says what a build of ours left there; missing beside an addon that tfjs-node installed. */
  readonly seal: string;
}

/** The addon's places below the package's folder. */
export function addonFiles(packageFolder: string): AddonFiles {
  const addonFolder = join(packageFolder, "lib", "napi-v8");
  return {
    addon: join(addonFolder, "tfjs_binding.node"),
    libraryFolder: join(packageFolder, "deps", "lib"),
    seal: join(addonFolder, "tfjs_binding.seal.json"),
  };
}

/** Describes an addon and its libraries, to be compared later: SHA-256 of the one, sizes of the others. */
export async function describeAddon(addon: string, libraryFolder: string): Promise<string> {
  const sha256 = createHash("sha256").update(await Deno.readFile(addon)).digest("hex");
  const libraries: Record<string, number> = {};
  for (const name of LIBRARIES) {
    libraries[name] = (await Deno.stat(join(libraryFolder, name))).size;
  }
  return JSON.stringify({ sha256, libraries }) + "\n";
}

/** Whether an addon is in place, and whole if it was built here. */
export async function isAddonWhole(files: AddonFiles): Promise<boolean> {
  if (!await exists(files.addon)) return false;
  if (!await exists(files.seal)) return true; // tfjs-node's own install
  for (const name of LIBRARIES) {
    if (!await exists(join(files.libraryFolder, name))) return false;
  }
  const seal = await Deno.readTextFile(files.seal);
  return seal === await describeAddon(files.addon, files.libraryFolder);
}
