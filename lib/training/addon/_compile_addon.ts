import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { LIBRARIES } from "lib/training/addon/_addon_files.ts";
import { runCommand } from "lib/training/addon/_run_command.ts";

/** What `compileAddon` compiles with. */
export interface CompileOptions {
  /** The folder of TensorFlow's libraries and `include`; the addon is written there. */
  readonly tensorFlow: string;
  readonly compiler: string;
}

/**
 * TensorFlow writes lines of information to Abseil's log while it loads, before any setting can
 * reach it. The linker asks the addon first, so this level, errors and worse, replaces the default.
 */
const QUIET_LOG = `
int minLogLevel() asm("_ZN4absl12lts_2025081411MinLogLevelEv");
int minLogLevel() { return 2; }
`;

/**
 * Compiles tfjs-node's addon from the sources in its package.
 *
 * @returns the addon's path
 * @throws {Error} with the compiler's last lines when it fails
 */
export async function compileAddon(
  packageFolder: string,
  { tensorFlow, compiler }: CompileOptions,
): Promise<string> {
  const quietLog = join(tensorFlow, "quiet_log.cc");
  await Deno.writeTextFile(quietLog, QUIET_LOG);
  const addon = join(tensorFlow, "tfjs_binding.node");
  const nodeHeaders = fileURLToPath(new URL("include", import.meta.resolve("node-api-headers")));
  await runCommand([
    compiler,
    ...["-std=c++17", "-O2", "-shared", "-fPIC", "-DNAPI_VERSION=8"],
    ...[join(tensorFlow, "include"), nodeHeaders, packageFolder].map((path) => `-I${path}`),
    join(packageFolder, "binding", "tfjs_backend.cc"),
    join(packageFolder, "binding", "tfjs_binding.cc"),
    quietLog,
    ...["-o", addon, `-L${tensorFlow}`, ...LIBRARIES.map((name) => `-l:${name}`)],
    "-Wl,-rpath,$ORIGIN/../../deps/lib",
  ]);
  return addon;
}
