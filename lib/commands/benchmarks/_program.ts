import { fileURLToPath } from "node:url";

/** A program that prints its measurements as one line of JSON. */
export interface Program {
  readonly command: string;
  readonly args: readonly string[];
}

/** Times by step, and results by name. */
export interface Measured {
  readonly milliseconds: Readonly<Record<string, number>>;
  readonly results: Readonly<Record<string, number>>;
}

/** A program that cannot run here, and why. */
export interface Missing {
  readonly missing: string;
}

/** With this a peer says that one of its packages is not installed. */
const EXIT_MISSING_PACKAGE = 3;

/**
 * Runs a program in a process of its own and reads what it measured.
 *
 * @throws {Error} when it fails otherwise than for being missing
 * @throws {SyntaxError} when it prints something else than its measurements
 */
export async function runProgram({ command, args }: Program): Promise<Measured | Missing> {
  const process = new Deno.Command(command, { args: [...args], stdout: "piped", stderr: "piped" });
  try {
    const { code, stdout, stderr } = await process.output();
    const errors = new TextDecoder().decode(stderr).trim();
    if (code === EXIT_MISSING_PACKAGE) return { missing: `${command}: ${errors}` };
    if (code !== 0) throw new Error(`${command} ${args.join(" ")} exited with ${code}: ${errors}`);
    return parseMeasured(new TextDecoder().decode(stdout), command);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return { missing: `no program ${command}` };
    throw error;
  }
}

/** Reads `{"milliseconds": {…}, "results": {…}}`. */
function parseMeasured(text: string, command: string): Measured {
  const measured: unknown = JSON.parse(text);
  if (isMeasured(measured)) return measured;
  throw new SyntaxError(
    `Cannot read what ${command} measured: expected milliseconds and results, got ${text}`,
  );
}

function isMeasured(value: unknown): value is Measured {
  return typeof value === "object" && value !== null &&
    "milliseconds" in value && areNumbers(value.milliseconds) &&
    "results" in value && areNumbers(value.results);
}

function areNumbers(value: unknown): boolean {
  return typeof value === "object" && value !== null &&
    Object.values(value).every((number) => typeof number === "number");
}

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

/** The middle value, the mean of the two middle ones for an even count. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2;
}
