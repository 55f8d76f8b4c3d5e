/** One line of a benchmark's table. */
export interface BenchmarkRow {
  /** What was timed or computed. */
  readonly measure: string;
  /** `ms`, or empty for a result such as a model's error. */
  readonly unit: "ms" | "";
  readonly ours: number;
  /** The peer's number from the same run; missing where the peer could not run. */
  readonly peer?: number;
}

/** What a benchmark found. */
export interface BenchmarkReport {
  readonly rows: readonly BenchmarkRow[];
  /** What was run how often, and why a peer is missing if it is. */
  readonly note: string;
}

/** How often and against which peer a benchmark runs. */
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
