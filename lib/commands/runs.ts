import { readRunsArguments, RUNS_USAGE, type RunsArguments } from "lib/commands/_runs_arguments.ts";
import { runsTable, sizeInWords } from "lib/commands/_runs_table.ts";
import { UsageError } from "lib/commands/_parse_options.ts";
import { print as printLine } from "lib/commands/_print.ts";
import { settings } from "lib/settings.ts";
import { type ListedRun, listRuns } from "lib/training/runs/list_runs.ts";
import { removeRun } from "lib/training/runs/remove_run.ts";

export interface RunsSurroundings {
  /** The folder that holds `runs` and `sweeps`. */
  readonly cache: string;
  /** In milliseconds since 1970. */
  readonly nowMs: number;
  readonly print: (line: string) => void;
  /** Asks whoever sits there; missing where nobody does. */
  readonly confirm?: (question: string) => boolean;
}

/**
 * Lists runs, or removes those that are asked for.
 *
 * @returns the exit code: 1 when a run was left that was asked to be removed
 * @throws {UsageError} for a wrong command line
 * @throws {UnwritableError} when a run cannot be removed
 */
export async function run(
  args: readonly string[],
  surroundings: RunsSurroundings = {
    cache: settings.cache,
    nowMs: Date.now(),
    print: printLine,
    confirm: Deno.stdin.isTerminal() ? confirm : undefined,
  },
): Promise<number> {
  const asked = readRunsArguments(args);
  const { cache, nowMs, print } = surroundings;
  if (asked.help) {
    print(RUNS_USAGE);
    return 0;
  }
  const runs = await listRuns(cache);
  const chosen = chooseRuns(runs, asked, nowMs);
  if (asked.remove.length === 0 && asked.olderThanMs === undefined) {
    for (const line of runsTable(runs, nowMs)) print(line);
    return 0;
  }
  if (chosen.length === 0) {
    print("No run is that old");
    return 0;
  }
  for (const line of runsTable(chosen, nowMs)) print(line);
  if (!isConfirmed(chosen, asked, surroundings)) return 1;
  const left: string[] = [];
  for (const run of chosen) {
    if (await removeRun(run)) print(`removed ${run.name}, ${sizeInWords(run.bytes)}`);
    else left.push(run.name);
  }
  for (const name of left) print(`left ${name}: a process works in it`);
  return left.length === 0 ? 0 : 1;
}

function chooseRuns(
  runs: readonly ListedRun[],
  { remove, olderThanMs = Infinity }: RunsArguments,
  nowMs: number,
): ListedRun[] {
  const named = new Set(remove.map((name) => runNamed(name, runs)));
  return runs.filter((run) => named.has(run) || nowMs - run.usedMs > olderThanMs);
}

/** The run of a name; no name becomes a path that is not in the list. */
function runNamed(name: string, runs: readonly ListedRun[]): ListedRun {
  const found = runs.find((run) => run.name === name);
  if (found) return found;
  const ending = runs.filter((run) => run.name.endsWith(`/${name}`));
  if (ending.length === 1) return ending[0]!;
  const got = ending.length === 0 ? "none of that name" : ending.map((it) => it.name).join(" and ");
  throw new UsageError(
    `--remove ${JSON.stringify(name)}: expected a run that \`deno task runs\` lists, got ${got}`,
  );
}

function isConfirmed(
  chosen: readonly ListedRun[],
  { yes }: RunsArguments,
  { confirm, print }: RunsSurroundings,
): boolean {
  if (yes) return true;
  const bytes = chosen.reduce((sum, run) => sum + run.bytes, 0);
  const what = `${chosen.length === 1 ? "this run" : `these ${chosen.length} runs`}, ${
    sizeInWords(bytes)
  }`;
  if (confirm?.(`Remove ${what}?`)) return true;
  print(
    confirm ? "Nothing was removed" : `Nobody can be asked whether to remove ${what}: add --yes`,
  );
  return false;
}
