import { median } from "./_median.ts";
import { type Measured, type Program, runProgram } from "./_program.ts";
import type { BenchmarkReport, BenchmarkRow } from "./benchmark.ts";

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
