import type { KernelProcess } from "lib/notebooks/kernel_process.ts";
import { type BrokenLimit, type Limits, startWatch, type Watch } from "lib/notebooks/watch.ts";

/** A kernel ended or was given up; the message closes with what it wrote last. */
export class KernelFailure extends Error {
  override readonly name = "KernelFailure";

  constructor(message: string, readonly kind: "died" | BrokenLimit) {
    super(message);
  }
}

/** A kernel at work. */
export interface WorkLimits extends Limits {
  readonly process: Pick<KernelProcess, "ended" | "log">;
  /** Follows "The kernel was still" in errors: "running a cell". */
  readonly task: string;
  /** Takes the watch, to which signs of life are told. @default nobody */
  readonly onWatch?: (watch: Watch) => void;
}

/**
 * Awaits what a kernel does for as long as it lives and keeps to its limits.
 *
 * @throws {KernelFailure} when it does not
 */
export async function withinLimits<T>(work: Promise<T>, options: WorkLimits): Promise<T> {
  const { process, task, silenceMs, timeoutMs = 0, onWatch } = options;
  const broken = Promise.withResolvers<never>();
  const watch = startWatch(options, (limit) => {
    const after = limit === "late" ? "" : " without a sign of life";
    const seconds = (limit === "late" ? timeoutMs : silenceMs) / 1000;
    const text = `The kernel was still ${task} after ${seconds} s${after}${lastWords(process)}`;
    broken.reject(new KernelFailure(text, limit));
  });
  onWatch?.(watch);
  const died = process.ended.then((status) => {
    const text = `The kernel died while ${task} (${howItEnded(status)})${lastWords(process)}`;
    throw new KernelFailure(text, "died");
  });
  try {
    return await Promise.race([work, died, broken.promise]);
  } finally {
    watch.stop();
  }
}

function howItEnded({ signal, code }: Deno.CommandStatus): string {
  if (signal === "SIGKILL") return "SIGKILL, by which Linux ends what takes too much memory";
  return signal ?? `exit code ${code}`;
}

function lastWords(process: Pick<KernelProcess, "log">): string {
  const log = process.log().trim();
  return log === "" ? "; it wrote nothing" : `; it wrote last:\n${log}`;
}
