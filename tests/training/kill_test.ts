import assert from "assert";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { createGenerator } from "lib/random.ts";

/** Kills of each run; each costs a start of a second. */
const KILLS = 4;
/** Moments at which the journals have grown, as they are seen, among which a kill is drawn. */
const MOMENTS = 12;

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

/** Bytes of all journals in a folder, however deep. */
async function journalBytes(folder: string): Promise<number> {
  let bytes = 0;
  for (const { name, isDirectory } of await Array.fromAsync(Deno.readDir(folder)).catch(() => [])) {
    const path = join(folder, name);
    if (isDirectory) bytes += await journalBytes(path);
    else if (name === "journal.jsonl") {
      bytes += (await Deno.stat(path).catch(() => undefined))?.size ?? 0;
    }
  }
  return bytes;
}

/** Resolves when journals have grown so many times, or the process has ended: whether it has. */
async function untilGrown(child: Deno.ChildProcess, folder: string, times: number) {
  let ended = false;
  child.status.then(() => ended = true);
  let before = await journalBytes(folder);
  for (let grown = 0; grown < times && !ended; await delay(5)) {
    const now = await journalBytes(folder);
    if (now > before) grown++;
    before = now;
  }
  return ended;
}

async function killedEndsAlike(script: string) {
  const folder = await Deno.makeTempDir();
  try {
    const undisturbed = await toTheEnd(script, join(folder, "undisturbed"));
    const generator = createGenerator(7);
    let kills = 0;
    for (; kills < KILLS; kills++) {
      const child = start(script, join(folder, "killed"));
      const times = 1 + generator.integer(MOMENTS - 1);
      const ended = await untilGrown(child, join(folder, "killed"), times);
      if (!ended) child.kill("SIGKILL");
      await child.output();
      if (ended) break; // nothing is left to kill
    }
    assert.ok(kills > 0, "it was killed at least once");
    assert.deepEqual(await toTheEnd(script, join(folder, "killed")), undisturbed);
    assert.deepEqual(await leftovers(join(folder, "killed")), []);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** What a kill must not leave behind for good. */
async function leftovers(folder: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (/\.(partial|lock|damaged)/.test(name)) found.push(name);
    if (isDirectory) found.push(...await leftovers(join(folder, name)));
  }
  return found;
}

Deno.test("fineTune() killed at random moments ends with the numbers of an undisturbed run", () =>
  killedEndsAlike("./_fine_tune_run.ts"));

Deno.test("runSweep() killed at random moments ends with the entries of an undisturbed run", () =>
  killedEndsAlike("./sweeps/_sweep_run.ts"));

Deno.test("crossAttention() killed at random moments ends with the numbers of an undisturbed run", () =>
  killedEndsAlike("./_cross_attention_folder_run.ts"));
