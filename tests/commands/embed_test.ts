import assert from "assert";
import { join } from "node:path";
import { H264, makeClip, testPicture } from "../loaders/clips/_clips.ts";
import { inFolder } from "../_in_folder.ts";
import { makeMixedClips } from "../encoders/_mixed_clips.ts";
import { brokenClips } from "./_broken_clips.ts";
import { runCommand, startCommand } from "./_process.ts";

const argsFor = (folder: string, flags: readonly string[]) => {
  const places = ["--videos", join(folder, "videos"), "--out", join(folder, "out")];
  return ["embed", "--encoder", "frame-stats", ...places, ...flags];
};

function start(folder: string, ...flags: string[]): Deno.ChildProcess {
  return startCommand(argsFor(folder, flags));
}

async function run(folder: string, ...flags: string[]) {
  return await runCommand(argsFor(folder, flags));
}

/** Fills `videos` with copies of one clip of 64x96 pixels. */
async function makeVideos(folder: string, ids: readonly string[], seconds = 0.5) {
  await Deno.mkdir(join(folder, "videos"), { recursive: true });
  const clip = join(folder, "clip.mp4");
  await makeClip(clip, [...testPicture({ seconds }), ...H264]);
  for (const id of ids) await Deno.copyFile(clip, join(folder, "videos", `video_${id}.mp4`));
}

/** Bytes of all files in the one store below `out`, by name. */
async function readStore(folder: string): Promise<Record<string, string>> {
  const entries = await Array.fromAsync(Deno.readDir(join(folder, "out")));
  const stores = entries.filter(({ isDirectory }) => isDirectory);
  assert.equal(stores.length, 1);
  const store = join(folder, "out", stores[0]!.name);
  const files: Record<string, string> = {};
  for await (const { name } of Deno.readDir(store)) {
    files[name] = new TextDecoder("latin1").decode(await Deno.readFile(join(store, name)));
  }
  return files;
}

const idsOf = (count: number) =>
  Array.from({ length: count }, (_, i) => `clip-${`${i}`.padStart(3, "0")}`);

Deno.test({
  name: "embed() encodes 80 of 100 clips and lists the 20 broken ones with reasons",
  ignore: Deno.build.os === "windows", // no mkfifo
  fn: () =>
    inFolder(async (folder) => {
      const good = idsOf(80);
      await makeVideos(folder, good);
      const broken = await brokenClips(await Deno.makeTempDir({ dir: folder }));
      assert.equal(Object.keys(broken).length, 20);
      for (const [i, write] of Object.values(broken).entries()) {
        await write(join(folder, "videos", `video_broken-${i}.mp4`));
      }
      const { code, output } = await run(folder, "--stall", "30");
      assert.equal(code, 1);
      assert.match(output, /80 clips encoded \(400 frames\), 20 failed/);
      for (const [i, way] of Object.keys(broken).entries()) {
        assert.match(output, new RegExp(`video_broken-${i}\\.mp4: \\S.{5,}`), way);
      }
      const files = Object.keys(await readStore(folder)).sort();
      assert.deepEqual(files, [...good.map((id) => `embeddings_${id}.h5`), "identity.json"]);
    }),
});

/** When each finished clip's file was written, by name. */
async function finished(folder: string): Promise<Record<string, number>> {
  const times: Record<string, number> = {};
  for await (const store of ifThere(join(folder, "out"))) {
    if (!store.isDirectory) continue;
    for await (const { name } of Deno.readDir(join(folder, "out", store.name))) {
      if (!name.endsWith(".h5")) continue;
      times[name] = (await Deno.stat(join(folder, "out", store.name, name))).mtime!.getTime();
    }
  }
  return times;
}

async function* ifThere(folder: string): AsyncGenerator<Deno.DirEntry> {
  try {
    yield* Deno.readDir(folder);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

Deno.test("embed() leaves the bytes of an undisturbed run however often it was killed", () =>
  inFolder(async (folder) => {
    const [disturbed, calm] = [join(folder, "disturbed"), join(folder, "calm")];
    for (const place of [disturbed, calm]) await makeVideos(place, idsOf(30), 2);
    let before: Record<string, number> = {};
    for (const count of [1, 8, 16]) {
      const process = start(disturbed);
      while (Object.keys(await finished(disturbed)).length < count) {
        await new Promise((later) => setTimeout(later, 5));
      }
      process.kill("SIGKILL");
      await process.output();
      const after = await finished(disturbed);
      assert.deepEqual(pick(after, before), before); // nothing is encoded twice
      before = after;
    }
    assert.ok(Object.keys(before).length < 30);
    const { code, output } = await run(disturbed);
    assert.equal(code, 0, output);
    assert.deepEqual(pick(await finished(disturbed), before), before);
    assert.equal((await run(calm)).code, 0);
    assert.deepEqual(await readStore(disturbed), await readStore(calm));
  }));

function pick(times: Record<string, number>, names: Record<string, number>) {
  return Object.fromEntries(Object.keys(names).map((name) => [name, times[name]]));
}

Deno.test("embed() shares a folder with another process and each clip is encoded once", () =>
  inFolder(async (folder) => {
    await makeVideos(folder, idsOf(24), 1);
    const runs = await Promise.all([run(folder), run(folder)]);
    assert.deepEqual(runs.map(({ code }) => code), [0, 0]);
    const counts = runs.map(({ output }) => Number(output.match(/(\d+) clips encoded/)![1]));
    assert.equal(counts[0]! + counts[1]!, 24);
    assert.equal(Object.keys(await readStore(folder)).length, 25);
  }));

Deno.test("embed() does its part of an array job", () =>
  inFolder(async (folder) => {
    await makeVideos(folder, idsOf(5));
    const first = await run(folder, "--index", "0", "--of", "2");
    assert.match(first.output, /3 clips of .* \(part 0 of 2\)/);
    assert.match(first.output, /3 clips encoded/);
    assert.match((await run(folder, "--index", "1", "--of", "2")).output, /2 clips encoded/);
  }));

Deno.test("embed() encodes sound beside frames, and counts clips that have none", () =>
  inFolder(async (folder) => {
    await Deno.mkdir(join(folder, "videos"));
    await makeMixedClips(join(folder, "videos"));
    const { code, output } = await run(folder, "--sound", "--encoder", "log-mel-stats");
    assert.equal(code, 1);
    // both plays 1 s and heard 2 s at 10 rows a second
    assert.match(output, /2 clips encoded \(30 rows of sound\), 1 without sound, 1 failed/);
    assert.match(output, /video_broken\.mp4: \S/);
    const files = Object.keys(await readStore(folder)).sort();
    const names = ["both", "heard", "mute"].map((id) => `embeddings_${id}.h5`);
    assert.deepEqual(files, [...names, "identity.json"]);
    const again = await run(folder, "--sound", "--encoder", "log-mel-stats", "--of", "4");
    assert.match(again.output, /0 clips encoded \(0 rows of sound\), 0 failed/);
    assert.equal(again.code, 0);
  }));

Deno.test("embed() says what is wrong with its arguments", () =>
  inFolder(async (folder) => {
    await makeVideos(folder, []);
    const wrong: [string[], RegExp][] = [
      [
        ["--fps", "0"],
        /^embed: --fps: expected a number from 0.01 to 1000, got 0; --help says more\n$/,
      ],
      [["--index", "2", "--of", "2"], /--index: expected a whole number from 0 to 1, got 2;/],
      [["--precision", "f16"], /--precision: expected f32 or int8, got f16;/],
      [["--sound", "--precision", "int8"], /expected no --precision int8 and no --reuse-below/],
      [["--sound", "--reuse-below", "1"], /expected no --precision int8 and no --reuse-below/],
      [["--nope"], /expected --encoder, --sound, .* or --of, got --nope; --help says more\n$/],
    ];
    for (const [flags, message] of wrong) {
      const { code, output, errors } = await run(folder, ...flags);
      assert.deepEqual([code, output], [2, ""]);
      assert.match(errors, message);
    }
  }));

Deno.test("embed() ends with the reason when there is no such encoder", () =>
  inFolder(async (folder) => {
    await makeVideos(folder, []);
    const missing: [string[], RegExp][] = [
      [
        ["--sound"],
        /Cannot open the sound encoder "frame-stats": expected log-mel-stats, whisper-/,
      ],
      [["--precision", "int8"], /Cannot open frame-stats in int8: it has no weights/],
      [
        ["--encoder", "resnet"],
        /Cannot open the encoder "resnet": expected frame-stats, resnet-50/,
      ],
    ];
    for (const [flags, message] of missing) {
      const { code, errors } = await run(folder, ...flags);
      assert.equal(code, 1);
      assert.match(errors, message);
    }
  }));
