/**
 * Kills commands at random moments, starts them again, and compares what came of it with what came
 * of one that was left alone: features, answers, predictions and graphs, byte for byte but for
 * measured times. It takes long, so `deno test` leaves it out:
 *
 *     deno run -A --no-prompt tests/soak/kills.ts --seed 1
 *
 * The committed HEAD is tried, in clones of its own below the system's temporary folder.
 */
import assert from "assert";
import { join, relative } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import { print } from "lib/commands/_print.ts";
import { exists } from "lib/files.ts";
import { say } from "lib/progress.ts";
import { createGenerator, deriveSeed, type Generator } from "lib/random.ts";
import { settings } from "lib/settings.ts";

/** A command that is killed again and again. */
interface Job {
  readonly name: string;
  readonly args: readonly string[];
  /** How often it is killed. */
  readonly kills: number;
  /** Seconds within which it is killed, drawn evenly. */
  readonly withinS: number;
  /** Folders whose content is compared, from the clone's. */
  readonly folders: readonly string[];
  /** Whether what it prints is compared too. */
  readonly prints: boolean;
}

const JOBS: readonly Job[] = [
  {
    name: "score",
    args: ["score", "--json", "--transcript", "note.txt", "--video", "clip.mp4"],
    kills: 15,
    withinS: 45,
    folders: ["data/cache/sample-clips"],
    prints: true,
  },
  {
    name: "embed",
    args: ["embed", "--encoder", "frame-stats", "--videos", "clips", "--out", "data/cache/kept"],
    kills: 15,
    withinS: 20,
    folders: ["data/cache/kept"],
    prints: false,
  },
  {
    name: "notebook",
    args: ["graphs", "RoBERTa (Textual Autoencoding)", "--profile", "sample"],
    kills: 10,
    withinS: 60,
    folders: ["data/cache/predictions", "graphs/sample"],
    prints: false,
  },
];

/** What nobody needs once a command has ended; an empty lock of the clips' rendering is used again. */
const LEFTOVER = /\.partial$|(?<!\/rendering)\.lock$|\.damaged|(?:^|\/)kernel-/;

/** Clones the committed project with this one's packages. */
async function clone(folder: string): Promise<string> {
  await run("git", ["clone", "--quiet", settings.root, folder]);
  await Deno.symlink(join(settings.root, "node_modules"), join(folder, "node_modules"));
  await Deno.writeTextFile(join(folder, "note.txt"), "Follow me for more crazy facts about cats.");
  return folder;
}

async function run(command: string, args: readonly string[]): Promise<void> {
  const { success } = await new Deno.Command(command, { args: [...args] }).output();
  if (!success) throw new Error(`${command} ${args.join(" ")} failed`);
}

/** Starts a command as the leader of a group of processes, which can be killed together. */
function start({ args }: Job, folder: string): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-prompt", "lib/commands/main.ts", ...args],
    cwd: folder,
    env: { VIRANOVA_PROFILE: "sample", VIRANOVA_DATA: "", VIRANOVA_MODELS: "", NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    detached: true,
  }).spawn();
}

async function toTheEnd(job: Job, folder: string): Promise<string> {
  const { code, stdout, stderr } = await start(job, folder).output();
  const [said, complained] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  if (code !== 0) throw new Error(`${job.name} ended with ${code}: ${said}\n${complained}`);
  return job.prints ? said! : "";
}

/** Kills a command until it has been killed often enough; whenever it ends before, it starts anew. */
async function killed(job: Job, folder: string, generator: Generator): Promise<void> {
  for (let kills = 0; kills < job.kills;) {
    const child = start(job, folder);
    const ended = child.output(); // read to its end, since a closed pipe would end the command too
    const wait = Math.round(1000 * job.withinS * generator.uniform());
    if (await Promise.race([ended.then(() => true), delay(wait)])) {
      const { success, stderr } = await ended;
      if (!success) throw new Error(`${job.name} failed: ${new TextDecoder().decode(stderr)}`);
      for (const made of job.folders) await Deno.remove(join(folder, made), { recursive: true });
      continue;
    }
    Deno.kill(-child.pid, "SIGKILL");
    await ended;
    say(`${job.name}: kill ${++kills} of ${job.kills} after ${wait} ms`);
  }
}

/** Contents by path, times left out. */
async function contentsOf(folder: string, folders: readonly string[]) {
  const found: Record<string, unknown> = {};
  for (const path of (await Promise.all(folders.map((it) => filesIn(join(folder, it))))).flat()) {
    const name = relative(folder, path);
    if (/\.(h5|vl\.json|svg)$/.test(name)) found[name] = await Deno.readFile(path);
    else if (/predictions.*\.json$/.test(name)) {
      found[name] = JSON.parse(await Deno.readTextFile(path), withoutTimes);
    }
  }
  return found;
}

function withoutTimes(key: string, value: unknown): unknown {
  return key === "seconds" || key === "sha256" ? undefined : value;
}

async function filesIn(folder: string): Promise<string[]> {
  if (!await exists(folder)) return [];
  const entries = await Array.fromAsync(Deno.readDir(folder));
  const paths = await Promise.all(
    entries.map(({ name, isDirectory }) =>
      isDirectory ? filesIn(join(folder, name)) : [join(folder, name)]
    ),
  );
  return paths.flat().sort();
}

async function leftoversIn(folder: string): Promise<string[]> {
  const all = await filesIn(join(folder, "data"));
  return all.map((path) => relative(folder, path)).filter((name) => LEFTOVER.test(name));
}

async function tryJob(job: Job, workspace: string, generator: Generator): Promise<void> {
  const [calm, hunted] = await Promise.all(
    ["calm", "hunted"].map((name) => clone(join(workspace, `${job.name}-${name}`))),
  );
  if (job.name !== "notebook") { for (const folder of [calm!, hunted!]) await addClips(folder); }
  const undisturbed = await toTheEnd(job, calm!);
  await killed(job, hunted!, generator);
  assert.equal(await toTheEnd(job, hunted!), undisturbed);
  const [expected, got] = [
    await contentsOf(calm!, job.folders),
    await contentsOf(hunted!, job.folders),
  ];
  assert.deepEqual(Object.keys(got), Object.keys(expected));
  for (const [name, content] of Object.entries(expected)) {
    assert.deepEqual(got[name], content, `${name} differs after the kills`);
  }
  assert.deepEqual(await leftoversIn(hunted!), []);
  print(`${job.name}: ${job.kills} kills, ${Object.keys(got).length} files alike`);
}

/** Puts the sample corpus's clips into a clone, rendered once. */
async function addClips(folder: string): Promise<void> {
  const { findFfmpeg } = await import("lib/loaders/clips/ffmpeg.ts");
  const { createSampleCorpus } = await import("lib/loaders/sample/sample_corpus.ts");
  const { renderSampleClips } = await import("lib/loaders/sample/sample_clips.ts");
  const { videos } = createSampleCorpus();
  const rendered = join(folder, "..", "rendered");
  const { files } = await renderSampleClips(videos, {
    folder: rendered,
    ffmpeg: await findFfmpeg(settings.ffmpeg),
  });
  await Deno.mkdir(join(folder, "clips"));
  for (const { videoId, path } of files) {
    await Deno.copyFile(path, join(folder, "clips", `video_${videoId}.mp4`));
  }
  await Deno.copyFile(files[0]!.path, join(folder, "clip.mp4"));
}

if (import.meta.main) {
  const { values } = parseArgs({
    args: Deno.args,
    options: { seed: { type: "string", default: "1" }, only: { type: "string" } },
  });
  const workspace = await Deno.makeTempDir({ prefix: "kills-" });
  try {
    for (const [at, job] of JOBS.entries()) {
      if (values.only !== undefined && values.only !== job.name) continue;
      await tryJob(job, workspace, createGenerator(deriveSeed(Number(values.seed), at)));
    }
  } finally {
    await Deno.remove(workspace, { recursive: true });
  }
}
