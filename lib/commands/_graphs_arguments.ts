import { join } from "node:path";
import { chosenSettings, type SettingsOf } from "lib/commands/_chosen_settings.ts";
import { EVERY_OPTION, exitCodes, parseOptions, UsageError } from "lib/commands/_parse_options.ts";
import type { OneNotebookOptions } from "lib/commands/_run_one_notebook.ts";
import { listNotebooks, selectNotebooks } from "lib/notebooks/order.ts";
import { settings } from "lib/settings.ts";

export const GRAPHS_USAGE = `deno task graphs [name …] [options]

Runs notebooks, all or those that are named in whole or in part, and builds a page of all graphs. A
cell is stopped after 30 minutes without a sign of life. What a failed notebook finished is kept: the
last lines say where it goes on when it is run again.

  --profile NAME      how much work: sample, standard or full
  --list              list the notebooks instead of running them
  --timeout-s N       stop a cell after N seconds, whatever signs of life it gives
${EVERY_OPTION}
${exitCodes("when all notebooks were done", "when one failed or something could not be written")}`;

export interface GraphsArguments extends Omit<OneNotebookOptions, "signal"> {
  /** Notebooks to run, in order, without `.ipynb`. */
  readonly names: readonly string[];
  /** Whether to list the notebooks instead of running them. */
  readonly list: boolean;
  /** Whether to say what the command does instead of doing it. */
  readonly help: boolean;
}

/** The longest time that a timer can wait. */
const MAX_TIMEOUT_S = 2_147_483;

/** Where notebooks and settings are looked up. */
export interface GraphsPlaces {
  /** Folder of the notebooks. @default the project's */
  readonly folder?: string;
  /** @default this process's settings, or those of the profile that is named */
  readonly settingsOf?: SettingsOf;
}

/**
 * Reads the command line for the notebooks of a folder.
 *
 * @throws {UsageError} for an option, a notebook, a profile or a number of seconds there cannot be,
 * and for a profile that needs data that is not there
 */
export async function readGraphsArguments(
  args: readonly string[],
  { folder = join(settings.root, "notebooks"), settingsOf }: GraphsPlaces = {},
): Promise<GraphsArguments> {
  const { values, positionals } = parseOptions({
    args,
    allowPositionals: true,
    options: {
      profile: { type: "string" },
      list: { type: "boolean", default: false },
      "timeout-s": { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  const { list, help, profile } = values;
  if (help) return { folder, names: [], list, help, settings };
  try {
    return {
      folder,
      names: selectNotebooks(await listNotebooks(folder), positionals),
      list,
      help,
      timeoutMs: readTimeout(values["timeout-s"]),
      settings: chosenSettings(profile, settingsOf),
    };
  } catch (cause) {
    if (!(cause instanceof RangeError || cause instanceof Deno.errors.NotFound)) throw cause;
    throw new UsageError(cause.message, { cause });
  }
}

function readTimeout(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const seconds = Number(text);
  if (seconds > 0 && seconds <= MAX_TIMEOUT_S) return seconds * 1000;
  throw new RangeError(
    `--timeout-s: expected a number above 0 up to ${MAX_TIMEOUT_S}, got ${text}`,
  );
}
