// Ends by an error that nothing awaits, or waits; the first argument says which.
import { endOnStrayErrors, exitWith } from "lib/commands/_frame.ts";

const STRAYS: Readonly<Record<string, () => void>> = {
  waits: () => void Deno.stdout.writeSync(new Uint8Array([10])),
  rejected: () => void Promise.reject(new Error("nobody caught\nthis")),
  thrown: () =>
    void setTimeout(() => {
      throw new RangeError("nobody caught this");
    }),
};

const [name = "", ...flags] = Deno.args;
endOnStrayErrors({ command: "stray", verbose: flags.includes("--verbose") });
STRAYS[name]!();
setTimeout(() => exitWith(0), 60_000);
