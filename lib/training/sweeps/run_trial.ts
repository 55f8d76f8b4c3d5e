import { writeSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { writeAtomic } from "lib/files.ts";
import { shortDigestOf } from "lib/storage/digest.ts";
import type { JobResult } from "lib/training/sweeps/run_sweep.ts";
import type { TrialRequest } from "lib/training/sweeps/trial_request.ts";

const SCRIPT = fileURLToPath(new URL("./trial_process.ts", import.meta.url));

/**
 * Trains a trial in a process of its own, which ends with this one, and returns what came of it; a
 * trial that fails comes back with its reason.
 *
 * @throws {UnwritableError} when the folder of runs cannot be written
 */
export async function runTrial(request: TrialRequest): Promise<JobResult> {
  const text = JSON.stringify(request, null, 2) + "\n";
  const requestPath = join(request.folder, "requests", `${shortDigestOf(text)}.json`);
  await writeAtomic(requestPath, text);
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-prompt", "--no-check", SCRIPT, requestPath],
    stdin: "piped", // closes when this process dies, which tells the child to end
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const [{ success, signal }, stdout, said] = await Promise.all([
    child.status,
    new Response(child.stdout).text(),
    passOn(child.stderr),
  ]);
  if (success) return JSON.parse(stdout) as JobResult;
  return { error: signal ? `killed by ${signal}` : said.trim().split("\n").slice(-3).join(" ") };
}

/** Where a progress line says that a trial stands. */
const COUNT = /\d+\/\d+ steps/;

/** Passes on what a trial says, and returns it; what only repeats how far it is shows no life. */
async function passOn(stream: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<string> {
  let [said, shown] = ["", ""];
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    said += text;
    const count = COUNT.exec(text)?.[0];
    if (count === undefined || count !== shown) writeSync(2, text);
    shown = count ?? shown;
  }
  return said;
}
