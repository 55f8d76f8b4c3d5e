import { print } from "lib/commands/_print.ts";

/** Exit codes by signal, 128 and the signal's number as shells count them. */
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

type StopSignal = keyof typeof EXIT_CODES;

/** Runs a task that ends early and tidily when the process is asked to stop. */
export async function untilInterrupted(
  task: (signal: AbortSignal) => Promise<number>,
): Promise<number> {
  const controller = new AbortController();
  const signals = Deno.build.os === "windows" ? ["SIGINT"] as const : STOP_SIGNALS;
  const listeners = signals.map((name) => [name, () => controller.abort(name)] as const);
  for (const [name, listener] of listeners) Deno.addSignalListener(name, listener);
  try {
    return await task(controller.signal);
  } catch (error) {
    if (!isStopSignal(error)) throw error;
    print(`Stopped by ${error}`);
    return EXIT_CODES[error];
  } finally {
    for (const [name, listener] of listeners) Deno.removeSignalListener(name, listener);
  }
}

const STOP_SIGNALS = Object.keys(EXIT_CODES) as StopSignal[];

function isStopSignal(reason: unknown): reason is StopSignal {
  return STOP_SIGNALS.some((name) => name === reason);
}
