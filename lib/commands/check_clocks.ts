import { EVERY_OPTION, exitCodes, parseOptions } from "lib/commands/_parse_options.ts";
import { print as printLine } from "lib/commands/_print.ts";
import { readSources } from "lib/commands/_read_sources.ts";
import { settings } from "lib/settings.ts";

const USAGE = `deno task clocks

Checks that no test depends on how busy the machine is: that it reads no clock, sets no limit under
30 seconds and races against no timer, unless the file is listed in lib/commands/check_clocks.ts.

${EVERY_OPTION}
${exitCodes("when none does", "when one does")}`;

/** Reasons why a test's file may do what others may not. */
export interface ClockException {
  /** Why it may read a clock. */
  readonly clock?: string;
  /** Which time-out it is that it tests, with a limit that is short. */
  readonly limit?: string;
}

/** Files of tests that may read a clock or set a short limit, by their path. */
const EXCEPTIONS: Readonly<Record<string, ClockException>> = {
  "tests/commands/check_clocks_test.ts": {
    clock: "plants what is looked for here",
    limit: "plants what is looked for here",
  },
  "tests/commands/graphs_test.ts": { limit: "reads --timeout-s" },
  "tests/generators/chat_client_test.ts": { limit: "gives a slow answer up" },
  "tests/loaders/clips/ffmpeg_test.ts": { limit: "kills an ffmpeg that stalls" },
  "tests/notebooks/run_notebook_test.ts": { limit: "stops a cell, by timers of its own" },
  "tests/notebooks/watch_test.ts": { limit: "counts silence by timers of its own" },
  "tests/soak/kills.ts": { limit: "kills at random moments, and is no part of the suite" },
  "tests/training/tensorflow_test.ts": { limit: "ends a command after its time" },
};

/** Limits that a busy machine may exceed though nothing is wrong. */
const SHORTEST_LIMIT_MS = 30_000;

/** Whatever says what time it is. */
const CLOCK = new RegExp(
  [
    String.raw`\bperformance\s*(?:\?\.|\.|\[\s*["'])\s*(?:now|time\w*|mark|measure|toJSON|get\w+)`,
    String.raw`=\s*performance\s*[;,)]`, // under another name
    String.raw`\bDate\s*(?:\?\.|\.|\[\s*["'])\s*now\b`,
    String.raw`\bnew\s+Date\s*(?:\(\s*\)|(?=[;,)\].]))`,
    String.raw`\bhrtime\b`,
    String.raw`\bTemporal\s*\.\s*Now\b`,
  ].join("|"),
  "g",
);

/** A name that stands for a limit of time, and the number after it: `timeoutMs: 500`. */
const LIMIT =
  /([\w$-]*(?:time_?-?out|time_?limit|silence|stall|deadline|watchdog)[\w$-]*)["'`]?\s*[:=,(\s]\s*["'`]?(\d[\d_]*\.?\d*(?:\s*\*\s*\d[\d_]*\.?\d*)*)/gi;

/** Something that is to happen before a timer rings. */
const RACE = /\bPromise\s*\.\s*race\s*\([^;]*?\b(?:delay|sleep|wait|set[Tt]imeout|timeout)\b/g;

export interface ClocksSurroundings {
  /** The tests' code by path. @default the project's */
  readonly sources?: ReadonlyMap<string, string>;
  /** By path; nothing else may hold what they allow. @default those listed here */
  readonly exceptions?: Readonly<Record<string, ClockException>>;
  /** Writes a line. @default to standard output */
  readonly print?: (line: string) => void;
}

/**
 * Finds what makes tests depend on how busy the machine is: clocks that are read, limits under 30 s
 * and races against timers. Each is named by file and line, and so is an exception that nothing needs.
 *
 * A limit's unit is what its name ends with (`Ms`, `Seconds`, `Minutes`); else it is milliseconds, and
 * seconds for a command's option such as `--timeout-s`.
 */
function findClocks(
  sources: ReadonlyMap<string, string>,
  exceptions: Readonly<Record<string, ClockException>>,
): string[] {
  const problems: string[] = [];
  for (const [path, code] of sources) {
    const { clock, limit } = exceptions[path] ?? {};
    const clocks = [...code.matchAll(CLOCK)];
    const limits = [...code.matchAll(LIMIT)].filter(isShort).concat([...code.matchAll(RACE)]);
    const found = [...(clock ? [] : clocks), ...(limit ? [] : limits)];
    for (const { 0: text, index } of found.sort((a, b) => a.index - b.index)) {
      const line = code.slice(0, index).split("\n").length;
      problems.push(`${path}:${line}: ${text.replace(/\s+/g, " ")}`);
    }
    if (clock && clocks.length === 0) problems.push(`${path}: may read a clock, but reads none`);
    if (limit && limits.length === 0) {
      problems.push(`${path}: may set a short limit, but sets none`);
    }
  }
  const missing = Object.keys(exceptions).filter((path) => !sources.has(path));
  return [...problems, ...missing.map((path) => `${path}: is an exception, but is not there`)];
}

function isShort([, name, number]: RegExpExecArray): boolean {
  if (/^(set|clear)timeout$/i.test(name!)) return false; // what it does is not decided by its delay
  const value = number!.split("*").reduce(
    (product, part) => product * Number(part.trim().replaceAll("_", "")),
    1,
  );
  return value * unitMs(name!) < SHORTEST_LIMIT_MS;
}

/** Milliseconds of a limit's unit, told by its name. */
function unitMs(name: string): number {
  if (/(Ms|MS|-ms|[mM]illiseconds)$/.test(name)) return 1;
  if (/([mM]inutes|_MINUTES)$/.test(name)) return 60_000;
  const isSeconds = /([sS]econds|_SECONDS|[a-z]S|_S|-s)$/.test(name) || name.startsWith("--");
  return isSeconds ? 1000 : 1;
}

/**
 * Runs the command.
 *
 * @returns the exit code
 * @throws {UsageError} for a wrong command line
 */
export async function run(
  args: readonly string[],
  { exceptions = EXCEPTIONS, print = printLine, ...given }: ClocksSurroundings = {},
): Promise<number> {
  if (parseOptions({ args, options: { help: { type: "boolean" } } }).values.help) {
    print(USAGE);
    return 0;
  }
  const sources = given.sources ?? await readSources(settings.root, "tests");
  const problems = findClocks(sources, exceptions);
  for (const problem of problems) print(problem);
  if (problems.length > 0) {
    print(
      "\nA test must not depend on how busy the machine is: count calls, await events or inject the " +
        "clock. Where a time-out itself is tested, list the file in lib/commands/check_clocks.ts.",
    );
  }
  print(`${sources.size} files of tests checked for clocks, ${problems.length} problems`);
  return problems.length === 0 ? 0 : 1;
}
