import { join } from "node:path";
import { settings } from "lib/settings.ts";

const MAIN = join(settings.root, "lib", "commands", "main.ts");

/** What a command left behind. */
export interface Ended {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

/** Starts a command in a process of its own, as `deno task` does; variables come on top of ours. */
export function startCommand(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-prompt", "--no-check", MAIN, ...args],
    env: { NO_COLOR: "1", ...env },
    cwd: settings.root,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

/** Runs a command to its end. */
export async function runCommand(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const { code, stdout, stderr } = await startCommand(args, env).output();
  const [output, errors] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  return { code, output: output!, errors: errors! };
}
