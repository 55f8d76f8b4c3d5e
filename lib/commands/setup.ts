import { join } from "node:path";
import { fetchModels, FULL_MODELS } from "lib/commands/_fetch_models.ts";
import { EVERY_OPTION, exitCodes, parseOptions, UsageError } from "lib/commands/_parse_options.ts";
import { print } from "lib/commands/_print.ts";
import { writingTo } from "lib/files.ts";
import { settings } from "lib/settings.ts";
import { loadTensorFlow } from "lib/training/tensorflow.ts";

const USAGE = `deno task setup [--models full]

Does ahead what would otherwise happen when TensorFlow is first needed, such as building its native
addon into node_modules, and says what came of it.

  --models full       fetch every model that the profile full names, too: ${FULL_MODELS.length} of them, about 1.4 GB,
                      into data/models; those on disk stay where they are
${EVERY_OPTION}
${
  exitCodes(
    "when a backend is ready, and every model is here",
    "when the one that VIRANOVA_BACKEND names cannot be had, or a model did not get here",
  )
}`;

/**
 * Runs the command.
 *
 * @returns the exit code
 * @throws {UsageError} for a wrong command line
 * @throws {UnwritableError} when nothing can be written to node_modules
 * @throws {Error} when the backend that was asked for cannot be had
 */
export async function run(args: readonly string[]): Promise<number> {
  const options = { help: { type: "boolean" }, models: { type: "string" } } as const;
  const { help, models } = parseOptions({ args, options }).values;
  if (help) {
    print(USAGE);
    return 0;
  }
  if (models !== undefined && models !== "full") {
    throw new UsageError(`--models: expected full, got ${JSON.stringify(models)}`);
  }
  const isAllHere = models === undefined ||
    await fetchModels(FULL_MODELS, { places: settings, print }) === 0;
  await prepareTensorFlow();
  return isAllHere ? 0 : 1;
}

async function prepareTensorFlow(): Promise<void> {
  const started = performance.now();
  const onProgress = (doing: string) => {
    print(`${((performance.now() - started) / 1000).toFixed(1).padStart(6)} s  ${doing}`);
  };
  const addon = join(settings.root, "node_modules", "@tensorflow");
  const { backend, reason } = await writingTo(addon, () => loadTensorFlow({ onProgress }));
  print(`TensorFlow backend ${backend}: ${reason}`);
}
