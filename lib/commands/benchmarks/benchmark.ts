import {
  type Measured,
  median,
  type Program,
  runProgram,
} from "lib/commands/benchmarks/_program.ts";

/** One line of a benchmark's table. */
export interface BenchmarkRow {
  /** Such as "an epoch" or "validation error". */
  readonly measure: string;
  /** `ms`, or empty for a result such as a model's error. */
  readonly unit: "ms" | "";
  readonly ours: number;
  /** The peer's number from the same run; missing where the peer could not run. */
  readonly peer?: number;
}

export interface BenchmarkReport {
  readonly rows: readonly BenchmarkRow[];
  /** Says how often each side ran, and why a peer is missing if it is. */
  readonly note: string;
}

export interface BenchmarkOptions {
  /** Times each side runs, by turns; the table shows medians. */
  readonly repetitions: number;
  /** Python interpreter of the peers. */
  readonly python: string;
  /** Folder of the real data set, if there is one. */
  readonly dataset?: string;
}

/** Something that `deno task bench` can time. */
export interface Benchmark {
  readonly name: string;
  /** @throws {Deno.errors.NotFound} when what it needs is not on this machine */
  run(options: BenchmarkOptions): Promise<BenchmarkReport>;
}

/**
 * Runs our program and its peer by turns, each in a fresh process, and takes medians.
 *
 * @throws {Error} when our program, or a peer that is there, fails
 */
export async function compare(
  programs: { readonly ours: Program; readonly peer: Program },
  { repetitions }: { readonly repetitions: number },
): Promise<BenchmarkReport> {
  const ours: Measured[] = [];
  const peer: Measured[] = [];
  let note = `medians of ${repetitions} runs by turns, each in a fresh process`;
  for (let repetition = 0; repetition < repetitions; repetition++) {
    const own = await runProgram(programs.ours);
    if ("missing" in own) throw new Error(`Cannot benchmark: ${own.missing}`);
    ours.push(own);
    const other = await runProgram(programs.peer);
    if ("missing" in other) note = `no peer to compare with: ${other.missing}`;
    else peer.push(other);
  }
  return { rows: [...rowsOf("milliseconds", ours, peer), ...rowsOf("results", ours, peer)], note };
}

function rowsOf(
  part: keyof Measured,
  ours: readonly Measured[],
  peer: readonly Measured[],
): BenchmarkRow[] {
  return Object.keys(ours[0]?.[part] ?? {}).map((measure) => ({
    measure,
    unit: part === "milliseconds" ? "ms" : "",
    ours: median(ours.map((run) => run[part][measure]!)),
    peer: medianOf(peer.flatMap((run) => run[part][measure] ?? [])),
  }));
}

/** The median, or nothing where the peer did not run or measures something else. */
function medianOf(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : median(values);
}
