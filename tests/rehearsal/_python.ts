import { join } from "node:path";
import { digestOfBytes } from "lib/storage/digest.ts";
import { isMade, recordMade } from "./_made.ts";

const REQUIREMENTS = join(import.meta.dirname!, "requirements.txt");

/** What there is of a Python: its version, and whether it makes environments of its own. */
export interface FoundPython {
  readonly python?: string;
  readonly hasVenv?: boolean;
}

/** Asks a Python for its version and for what `python -m venv` needs. */
export async function findPython(command: string): Promise<FoundPython> {
  const code =
    "import platform; print(platform.python_version(), flush=True); import venv, ensurepip";
  try {
    const { success, stdout } = await new Deno.Command(command, {
      args: ["-c", code],
      stdin: "null",
      stderr: "null",
    }).output();
    const python = new TextDecoder().decode(stdout).trim();
    return python === "" ? {} : { python, hasVenv: success };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return {};
    throw error;
  }
}

/** How a Python is set up. */
export interface SetUpPythonOptions {
  /** The Python to begin with, such as `python3`. */
  readonly command: string;
  /** Hears what takes long. */
  readonly say: (sentence: string) => void;
  readonly signal: AbortSignal;
}

/**
 * Makes a Python with PyTorch and transformers in a folder, unless it is there with these versions.
 *
 * @returns the interpreter's path
 * @throws {Error} when they cannot be installed
 * @throws the signal's reason when it is aborted
 */
export async function setUpPython(
  folder: string,
  { command, say, signal }: SetUpPythonOptions,
): Promise<string> {
  const place = join(folder, "python");
  const interpreter = Deno.build.os === "windows"
    ? join(place, "Scripts", "python.exe")
    : join(place, "bin", "python");
  const made = { folder, name: "python", digest: digestOfBytes(await Deno.readFile(REQUIREMENTS)) };
  if (await isMade(made, interpreter)) return interpreter;
  say("Installing PyTorch and transformers into data/rehearsal/python (some minutes, once)");
  await runToEnd(command, ["-m", "venv", "--clear", place], { signal, doing: "make a Python" });
  // A second index that is out of reach is tried for each package, so once is enough.
  const install = ["-m", "pip", "install", "-qq", "--retries", "1", "-r", REQUIREMENTS];
  await runToEnd(interpreter, install, { signal, doing: "install PyTorch and transformers" });
  await recordMade(made);
  return interpreter;
}

/** What a program is run for. */
export interface RunOptions {
  /** What an error says it could not do. */
  readonly doing: string;
  readonly signal: AbortSignal;
}

/**
 * Runs a program to its end.
 *
 * @throws {Error} when it fails, with its last line
 * @throws the signal's reason when it is aborted
 */
export async function runToEnd(
  command: string,
  args: readonly string[],
  { doing, signal }: RunOptions,
): Promise<void> {
  signal.throwIfAborted();
  const { success, stderr } = await new Deno.Command(command, {
    args: [...args],
    signal,
    stdin: "null",
    stdout: "null",
  }).output();
  signal.throwIfAborted();
  if (success) return;
  const last = new TextDecoder().decode(stderr).trim().split("\n").at(-1);
  throw new Error(`Cannot ${doing}: ${last}`);
}
