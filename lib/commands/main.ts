import { endOnStrayErrors, exitWith, framed } from "lib/commands/_frame.ts";
import { UsageError } from "lib/commands/_parse_options.ts";

/** A command's module. */
export interface Command {
  /**
   * Runs the command.
   *
   * @returns the exit code
   * @throws {UsageError} for a wrong command line
   */
  readonly run: (args: readonly string[]) => Promise<number>;
}

/** By name; each is loaded when it is asked for, since modules read the settings as they load. */
export const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  bench: () => import("lib/commands/bench.ts"),
  clocks: () => import("lib/commands/check_clocks.ts"),
  embed: () => import("lib/commands/embed.ts"),
  graphs: () => import("lib/commands/graphs.ts"),
  notebooks: () => import("lib/commands/check_notebooks.ts"),
  report: () => import("lib/commands/report.ts"),
  runs: () => import("lib/commands/runs.ts"),
  score: () => import("lib/commands/score.ts"),
  setup: () => import("lib/commands/setup.ts"),
};

/** Runs the command that is asked for, and ends this process with its exit code. */
async function main(words: readonly string[]): Promise<void> {
  const { name, args, verbose } = readWords(words);
  let key: string | undefined;
  const options = { command: name || "main", verbose, secret: () => key };
  endOnStrayErrors(options);
  const code = await framed(async () => {
    const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    if (!load) throw new UsageError(`expected ${Object.keys(COMMANDS).join(", ")}, got "${name}"`);
    key = await readKey();
    return await (await load()).run(args);
  }, options);
  exitWith(code);
}

/** The command's name and its arguments, without the option that the frame itself takes. */
function readWords([name = "", ...rest]: readonly string[]) {
  const end = rest.indexOf("--");
  const isVerbose = (word: string, i: number) => word === "--verbose" && (end < 0 || i < end);
  return {
    name,
    args: rest.filter((word, i) => !isVerbose(word, i)),
    verbose: rest.some(isVerbose),
  };
}

/**
 * The key of the server that answers, which no message may show.
 *
 * @throws {UsageError} when an environment variable is wrong
 */
async function readKey(): Promise<string | undefined> {
  try {
    const { settings } = await import("lib/settings.ts");
    return settings.llm?.apiKey();
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

if (import.meta.main) await main(Deno.args);
