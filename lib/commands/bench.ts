import { parseArgs } from "node:util";
import process from "node:process";
import pl from "nodejs-polars";
import { settings } from "lib/settings.ts";
import type { Benchmark, BenchmarkReport } from "./benchmarks/benchmark.ts";
import { textBaseline } from "./benchmarks/text_baseline.ts";

const BENCHMARKS: readonly Benchmark[] = [textBaseline];

const USAGE = `deno task bench [--repetitions 5] [--python python3]

Times this library against its peers on this machine and prints the ratios.
`;

/** A benchmark's report as a table with the ratio of times, ours divided by the peer's. */
export function formatReport(name: string, { rows, note }: BenchmarkReport): string {
  const table = pl.DataFrame({
    measure: rows.map(({ measure }) => measure),
    unit: rows.map(({ unit }) => unit),
    ours: rows.map(({ ours }) => ours),
    peer: rows.map(({ peer }) => peer ?? null),
    "ours / peer": rows.map(({ unit, ours, peer }) => unit && peer ? ours / peer : null),
  });
  return `${name}\n${note}\n${table}\n`;
}

async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      repetitions: { type: "string", default: "5" },
      python: { type: "string", default: settings.python ?? "python3" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return void process.stdout.write(USAGE);
  const repetitions = Number(values.repetitions);
  if (!Number.isInteger(repetitions) || repetitions < 1) {
    throw new RangeError(`--repetitions: expected an integer above 0, got ${values.repetitions}`);
  }
  const { dataset } = settings;
  for (const { name, run } of BENCHMARKS) {
    const report = await run({ repetitions, python: values.python, dataset });
    process.stdout.write(formatReport(name, report));
  }
}

if (import.meta.main) await main(Deno.args);
