import { fileURLToPath } from "node:url";
import type { Backend } from "lib/settings.ts";

/**
 * Runs a script beside this one in a process of its own, since a process keeps the backend it once
 * loaded, and returns what it printed as JSON.
 */
export async function runChild<T>(
  script: string,
  options: { backend?: Backend; args?: string[]; env?: Record<string, string> } = {},
): Promise<T> {
  const { backend, args = [], env = {} } = options;
  const path = fileURLToPath(new URL(script, import.meta.url));
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-prompt", "--no-check", "--unstable-webgpu", path, ...args],
    env: backend ? { ...env, VIRANOVA_BACKEND: backend } : env,
  }).output();
  const output = new TextDecoder().decode(stdout);
  if (!success) throw new Error(`${script} failed: ${output}${new TextDecoder().decode(stderr)}`);
  return JSON.parse(output);
}
