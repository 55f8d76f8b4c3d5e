// Ends by an error that nothing awaits; the first argument says by which.
import { endOnStrayErrors, exitWith } from "lib/commands/_frame.ts";

const STRAYS: Readonly<Record<string, () => void>> = {
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
