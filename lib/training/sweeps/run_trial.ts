import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { writeAtomic } from "lib/files.ts";
import { type Progress, say, startProgress } from "lib/progress.ts";
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
    passOn(child.stderr, request.name ?? "trial"),
  ]);
  if (success) return JSON.parse(stdout) as JobResult;
  if (signal) return { error: `killed by ${signal}`, killed: true };
  return { error: said.trim().split("\n").slice(-3).join(" ") };
}

/** Where a progress line says how far a trial is. */
const COUNT = /(\d+)\/(\d+) steps/;

/** Shows what a trial says as this process' own progress, and returns it. */
async function passOn(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  label: string,
): Promise<string> {
  let [said, shown] = ["", 0];
  let progress: Progress | undefined; // advances only where the trial has, as a sign of life
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const lines = (said.slice(said.lastIndexOf("\n") + 1) + text).split("\n").slice(0, -1);
    said += text;
    for (const line of lines.filter((line) => line.trim() !== "")) {
      const [, done, total] = COUNT.exec(line)?.map(Number) ?? [];
      if (done === undefined || total === undefined) say(line);
      else {
        if (!progress) progress = startProgress(label, { total, done, unit: "steps" });
        else if (done > shown) progress.advance(done - shown);
        shown = done;
      }
    }
  }
  progress?.stop();
  return said;
}
