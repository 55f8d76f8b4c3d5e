import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { writeAtomic } from "lib/files.ts";
import type { JobResult } from "lib/training/sweeps/run_sweep.ts";
import type { TrialRequest } from "lib/training/sweeps/trial_request.ts";

const SCRIPT = fileURLToPath(new URL("./trial_process.ts", import.meta.url));

/**
 * Trains a trial in a process of its own, which ends with this one, and returns what came of it; a
 * trial that fails comes back with its reason.
 */
export async function runTrial(request: TrialRequest): Promise<JobResult> {
  const requestPath = join(request.folder, "request.json");
  await writeAtomic(requestPath, JSON.stringify(request, null, 2) + "\n");
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-prompt", "--no-check", SCRIPT, requestPath],
    stdin: "piped", // closes when this process dies, which tells the child to end
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const { success, signal, stdout, stderr } = await child.output();
  if (success) return JSON.parse(new TextDecoder().decode(stdout)) as JobResult;
  const said = new TextDecoder().decode(stderr).trim().split("\n");
  return { error: signal ? `killed by ${signal}` : said.slice(-3).join(" ") };
}
