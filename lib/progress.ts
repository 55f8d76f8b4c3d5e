import { writeSync } from "node:fs";
import process from "node:process";
import { Writable } from "node:stream";
import { SingleBar } from "cli-progress";

/** Follows a long task on standard error: how far, how fast, how long still. */
export interface Progress {
  /** Says that `count` more items are done. @default 1 */
  advance(count?: number): void;
  /** Prints the last state and ends the line. */
  stop(): void;
}

/** What `startProgress` counts. */
export interface ProgressOptions {
  /** Items in the whole task. */
  total: number;
  /** Items finished by an earlier run, left out of the rate. @default 0 */
  done?: number;
  /** What one item is called, in the plural. @default "items" */
  unit?: string;
}

/** Standard error itself, since a notebook's kernel swallows what `process.stderr` gets. */
const standardError = new Writable({
  write(chunk, _encoding, done) {
    writeSync(2, chunk);
    done();
  },
});

/** Starts a progress line with a rate, the time gone and an estimate of the time left. */
export function startProgress(label: string, options: ProgressOptions): Progress {
  const { total, done = 0, unit = "items" } = options;
  const started = performance.now();
  let advanced = 0;
  const bar = new SingleBar({
    format: `${label} [{bar}] {value}/{total} ${unit} · {rate} ${unit}/s · ` +
      "{duration_formatted} gone · {eta_formatted} left",
    barsize: 24,
    hideCursor: null,
    noTTYOutput: true,
    notTTYSchedule: 15_000,
    etaBuffer: 50,
    stream: process.stderr.isTTY ? process.stderr : standardError,
  });
  bar.start(total, done, { rate: "-" });
  return {
    advance(count = 1) {
      advanced += count;
      const rate = advanced / ((performance.now() - started) / 1000);
      bar.increment(count, { rate: rate >= 100 ? rate.toFixed(0) : rate.toPrecision(2) });
    },
    stop: () => bar.stop(),
  };
}
