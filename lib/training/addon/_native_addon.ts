import { join } from "node:path";
import { addonFiles, isAddonWhole, tfjsNodeFolder } from "lib/training/addon/_addon_files.ts";
import { buildAddon, type BuildAddonOptions } from "lib/training/addon/_build_addon.ts";
import { runCommand } from "lib/training/addon/_run_command.ts";

/** Where tfjs-node's install script downloads from. */
const DOWNLOADS =
  "https://storage.googleapis.com/tensorflow/libtensorflow/libtensorflow-cpu-linux-x86_64-2.9.1.tar.gz";

/** Whether the native addon can be loaded, and how it came there or why it could not. */
export type NativeAddon =
  | { readonly ready: true; readonly reason: string }
  | { readonly ready: false; readonly reason: string };

/**
 * Sees to it that tfjs-node's native addon is in place: one that lies there, else tfjs-node's own
 * download, else a build of its sources. Safe when several processes start at once.
 */
export async function ensureNativeAddon(options: BuildAddonOptions = {}): Promise<NativeAddon> {
  const packageFolder = tfjsNodeFolder();
  const files = addonFiles(packageFolder);
  const inPlace = { ready: true, reason: "tfjs-node's native addon is in place" } as const;
  if (await isAddonWhole(files)) return inPlace;
  using lock = await Deno.open(join(packageFolder, ".build.lock"), { create: true, write: true });
  await lock.lock(true); // until closed, or the process ends
  if (await isAddonWhole(files)) return inPlace;
  const failures: string[] = [];
  for (const [how, attempt] of Object.entries({ "downloaded": install, "built": buildAddon })) {
    try {
      await attempt(packageFolder, options);
      if (await isAddonWhole(files)) {
        return { ready: true, reason: `tfjs-node's native addon was ${how}` };
      }
      failures.push(`it was ${how} without leaving an addon`);
    } catch (error) {
      failures.push(error instanceof Error ? error.message : String(error));
    }
  }
  return { ready: false, reason: `no native addon for tfjs-node (${failures.join("; ")})` };
}

/**
 * Runs tfjs-node's install script where its downloads can be reached.
 *
 * @throws {Error} when they cannot, or the script fails
 */
async function install(packageFolder: string, { onProgress }: BuildAddonOptions): Promise<void> {
  onProgress?.("asking for tfjs-node's own download");
  await reachDownloads();
  const binaries = join(packageFolder, "..", "..", "..", "..", "..", ".bin"); // holds node-pre-gyp
  const script = 'PATH="$0:$PATH" exec "$1" run -A scripts/install.js';
  await runCommand(["sh", "-c", script, binaries, Deno.execPath()], {
    cwd: packageFolder,
    timeoutMs: 120_000,
  });
}

async function reachDownloads(): Promise<void> {
  try {
    const answer = await fetch(DOWNLOADS, { method: "HEAD", signal: AbortSignal.timeout(5000) });
    if (answer.ok) return;
    throw new Error(`it answered ${answer.status} ${answer.statusText}`);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`its download is out of reach: ${why}`, { cause: error });
  }
}
