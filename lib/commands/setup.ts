import { join } from "node:path";
import { parseOptions } from "lib/commands/_parse_options.ts";
import { print } from "lib/commands/_print.ts";
import { EVERY_OPTION, exitCodes } from "lib/commands/_usage.ts";
import { writingTo } from "lib/files.ts";
import { settings } from "lib/settings.ts";
import { loadTensorFlow } from "lib/training/tensorflow.ts";

const USAGE = `deno task setup

Does ahead what would otherwise happen when TensorFlow is first needed, such as building its native
addon into node_modules, and says what came of it.

${EVERY_OPTION}
${exitCodes("when a backend is ready", "when the one that VIRANOVA_BACKEND names cannot be had")}`;

/**
 * Runs the command.
 *
 * @returns the exit code
 * @throws {UsageError} for a wrong command line
 * @throws {UnwritableError} when nothing can be written to node_modules
 * @throws {Error} when the backend that was asked for cannot be had
 */
export async function run(args: readonly string[]): Promise<number> {
  const { help } = parseOptions({ args, options: { help: { type: "boolean" } } }).values;
  if (help) {
    print(USAGE);
    return 0;
  }
  const started = performance.now();
  const onProgress = (doing: string) => {
    print(`${((performance.now() - started) / 1000).toFixed(1).padStart(6)} s  ${doing}`);
  };
  const addon = join(settings.root, "node_modules", "@tensorflow");
  const { backend, reason } = await writingTo(addon, () => loadTensorFlow({ onProgress }));
  print(`TensorFlow backend ${backend}: ${reason}`);
  return 0;
}
