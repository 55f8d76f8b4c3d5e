/** How `runCommand` runs. */
export interface RunCommandOptions {
  readonly cwd?: string;
  /** Milliseconds after which the command is stopped. @default none */
  readonly timeoutMs?: number;
}

/**
 * Runs a command to its end.
 *
 * @throws {Error} with the command's last lines when it fails
 * @throws {Deno.errors.NotFound} when there is no such command
 */
export async function runCommand(
  [command, ...args]: readonly [string, ...string[]],
  options: RunCommandOptions = {},
): Promise<void> {
  const { cwd, timeoutMs } = options;
  const signal = timeoutMs === undefined ? undefined : AbortSignal.timeout(timeoutMs);
  const { success, stderr, code } = await new Deno.Command(command, {
    args,
    cwd,
    signal,
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).output();
  if (success) return;
  const lines = new TextDecoder().decode(stderr).trim().split("\n").slice(-3).join(" ");
  throw new Error(`${command} ended with ${code}: ${lines}`);
}

/** The first of some commands that can be run, by asking each for its version. */
export async function firstCommand(names: readonly string[]): Promise<string | undefined> {
  for (const name of names) {
    try {
      await runCommand([name, "--version"]);
      return name;
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  return undefined;
}
