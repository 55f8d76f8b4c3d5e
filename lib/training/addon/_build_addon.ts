import { join } from "node:path";
import { writeAtomic } from "lib/files.ts";
import { addonFiles, describeAddon, LIBRARIES } from "lib/training/addon/_addon_files.ts";
import { compileAddon } from "lib/training/addon/_compile_addon.ts";
import { firstCommand } from "lib/training/addon/_run_command.ts";
import { downloadWheel, unpackWheel } from "lib/training/addon/_tensorflow_wheel.ts";

/** How `buildAddon` works. */
export interface BuildAddonOptions {
  /** A Python with pip. @default "python3" */
  readonly python?: string;
  /** Hears what is being done. @default nobody */
  readonly onProgress?: (doing: string) => void;
}

/**
 * Builds tfjs-node's addon from the sources in its package against TensorFlow's libraries from a
 * Python wheel, and puts both where tfjs-node looks for them; the addon comes last, so that a build
 * that was interrupted is not mistaken for one.
 *
 * @throws {Error} when a tool is missing, the platform has no such wheel, or a step fails
 */
export async function buildAddon(
  packageFolder: string,
  options: BuildAddonOptions = {},
): Promise<void> {
  const { onProgress = () => {} } = options;
  const { python, compiler } = await findTools(options.python);
  const work = await Deno.makeTempDir({ dir: packageFolder, prefix: "build-" });
  try {
    onProgress("downloading TensorFlow's libraries with pip (274 MB, once)");
    const wheel = await downloadWheel(work, python);
    onProgress("unpacking them (854 MB)");
    const tensorFlow = await unpackWheel(wheel, python);
    onProgress(`compiling tfjs-node's addon with ${compiler}`);
    const addon = await compileAddon(packageFolder, { tensorFlow, compiler });
    await putInPlace(packageFolder, { tensorFlow, addon });
  } finally {
    await Deno.remove(work, { recursive: true });
  }
}

async function findTools(asked = "python3"): Promise<{ python: string; compiler: string }> {
  const { os, arch } = Deno.build;
  if (os !== "linux" || arch !== "x86_64") {
    throw new Error(`there is no wheel of tensorflow-cpu to build it against on ${os} ${arch}`);
  }
  const python = await firstCommand([asked]);
  const compiler = await firstCommand(["g++", "c++", "clang++"]);
  if (python && compiler) return { python, compiler };
  const missing = [...(python ? [] : [asked]), ...(compiler ? [] : ["g++"])];
  throw new Error(`${missing.join(" and ")} to build it with cannot be found`);
}

async function putInPlace(
  packageFolder: string,
  built: { tensorFlow: string; addon: string },
): Promise<void> {
  const { addon, libraryFolder, seal } = addonFiles(packageFolder);
  await Deno.mkdir(libraryFolder, { recursive: true });
  for (const name of LIBRARIES) {
    await Deno.rename(join(built.tensorFlow, name), join(libraryFolder, name));
  }
  await writeAtomic(seal, await describeAddon(built.addon, libraryFolder));
  await Deno.rename(built.addon, addon);
}
