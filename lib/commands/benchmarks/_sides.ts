import { fileURLToPath } from "node:url";
import type { Program } from "./_program.ts";

/** Our side of a benchmark: a script beside this file, with its arguments. */
export function ownProgram(script: string, ...args: string[]): Program {
  const path = fileURLToPath(new URL(`./${script}`, import.meta.url));
  return { command: Deno.execPath(), args: ["run", "-A", "--no-prompt", path, ...args] };
}

/** The peer's side: a script of `tests/peers/`, with its arguments. */
export function peerProgram(python: string, script: string, ...args: string[]): Program {
  const path = fileURLToPath(new URL(`../../../tests/peers/${script}`, import.meta.url));
  return { command: python, args: [path, ...args] };
}

/**
 * The folder of the real data set, for a benchmark that needs it.
 *
 * @throws {Deno.errors.NotFound} when there is none
 */
export function requireDataset(dataset: string | undefined, benchmark: string): string {
  if (dataset) return dataset;
  throw new Deno.errors.NotFound(
    `The benchmark of ${benchmark} needs the real data set: point VIRANOVA_DATA at its folder`,
  );
}
