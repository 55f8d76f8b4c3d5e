import pl from "nodejs-polars";
import { EVERY_OPTION, exitCodes, parseOptions, UsageError } from "lib/commands/_parse_options.ts";
import { print as printText } from "lib/commands/_print.ts";
import { settings } from "lib/settings.ts";
import type { Benchmark, BenchmarkReport } from "lib/commands/benchmarks/benchmark.ts";
import {
  fineTuning,
  sampleGpt2,
  textBaseline,
  textEncoding,
} from "lib/commands/benchmarks/python_peers.ts";
import { loading } from "lib/commands/benchmarks/loading.ts";
import { scoring } from "lib/commands/benchmarks/scoring.ts";

const BENCHMARKS: readonly Benchmark[] = [
  textBaseline,
  loading,
  textEncoding,
  fineTuning,
  sampleGpt2,
  scoring,
];

const USAGE = `deno task bench [name …] [options]

Times this library against its peers on this machine and prints the ratios. Each name is a part of
a benchmark's: ${BENCHMARKS.map(({ name }) => `"${name}"`).join(", ")}.

  --repetitions N     how often each is timed (default: 5)
  --python COMMAND    what runs the peers (default: VIRANOVA_PYTHON, else python3)
${EVERY_OPTION}
${exitCodes("when all were timed", "when one failed")}`;

/** A benchmark's report as a table with the ratio of times, ours divided by the peer's. */
function formatReport(name: string, { rows, note }: BenchmarkReport): string {
  const table = pl.DataFrame({
    measure: rows.map(({ measure }) => measure),
    unit: rows.map(({ unit }) => unit),
    ours: rows.map(({ ours }) => ours),
    peer: rows.map(({ peer }) => peer ?? null),
    "ours / peer": rows.map(({ unit, ours, peer }) => unit && peer ? ours / peer : null),
  });
  return `${name}\n${note}\n${table}\n`;
}

/**
 * The benchmarks whose names hold one of the given parts, all without any.
 *
 * @throws {UsageError} for a part that no name holds
 */
function selectBenchmarks(
  benchmarks: readonly Benchmark[],
  parts: readonly string[],
): readonly Benchmark[] {
  const holds = (name: string, part: string) => name.toLowerCase().includes(part.toLowerCase());
  const unknown = parts.find((part) => !benchmarks.some(({ name }) => holds(name, part)));
  if (unknown !== undefined) {
    const names = benchmarks.map(({ name }) => name).join("; ");
    throw new UsageError(`Cannot benchmark ${unknown}: expected a part of one of ${names}`);
  }
  return benchmarks.filter(({ name }) =>
    parts.length === 0 || parts.some((part) => holds(name, part))
  );
}

export interface BenchSurroundings {
  /** @default every one there is */
  readonly benchmarks?: readonly Benchmark[];
  /** @default to standard output */
  readonly print?: (text: string) => void;
}

/**
 * Runs the command.
 *
 * @returns the exit code
 * @throws {UsageError} for a wrong command line
 */
export async function run(
  args: readonly string[],
  { benchmarks = BENCHMARKS, print = printText }: BenchSurroundings = {},
): Promise<number> {
  const { values, positionals } = parseOptions({
    args,
    allowPositionals: true,
    options: {
      repetitions: { type: "string", default: "5" },
      python: { type: "string", default: settings.python ?? "python3" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    print(USAGE);
    return 0;
  }
  const repetitions = Number(values.repetitions);
  if (!Number.isInteger(repetitions) || repetitions < 1) {
    throw new UsageError(`--repetitions: expected an integer above 0, got ${values.repetitions}`);
  }
  const { dataset } = settings;
  for (const { name, run: time } of selectBenchmarks(benchmarks, positionals)) {
    const report = await time({ repetitions, python: values.python, dataset });
    print(formatReport(name, report));
  }
  return 0;
}
