import assert from "assert";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { createGenerator } from "lib/random.ts";

/** Kills of each run; each costs a start of a second. */
const KILLS = 4;

function start(script: string, folder: string) {
  const path = fileURLToPath(new URL(script, import.meta.url));
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-prompt", "--no-check", path, folder],
    env: { VIRANOVA_BACKEND: "cpu" },
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

async function toTheEnd(script: string, folder: string): Promise<unknown> {
  const { success, stdout, stderr } = await start(script, folder).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return JSON.parse(new TextDecoder().decode(stdout));
}

async function killedEndsAlike(script: string) {
  const folder = await Deno.makeTempDir();
  try {
    const began = performance.now();
    const undisturbed = await toTheEnd(script, join(folder, "undisturbed"));
    const wholeMs = performance.now() - began;
    const generator = createGenerator(7);
    for (let kill = 0; kill < KILLS; kill++) {
      const child = start(script, join(folder, "killed"));
      await delay(wholeMs * (0.15 + 0.5 * generator.uniform()));
      if (await Promise.race([child.status, delay(0)])) break; // it was done before the kill
      child.kill("SIGKILL");
      await child.output();
    }
    assert.deepEqual(await toTheEnd(script, join(folder, "killed")), undisturbed);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("fineTune() killed at random moments ends with the numbers of an undisturbed run", () =>
  killedEndsAlike("./_fine_tune_run.ts"));

Deno.test("runSweep() killed at random moments ends with the entries of an undisturbed run", () =>
  killedEndsAlike("./sweeps/_sweep_run.ts"));

Deno.test("crossAttention() killed at random moments ends with the numbers of an undisturbed run", () =>
  killedEndsAlike("./_cross_attention_folder_run.ts"));
