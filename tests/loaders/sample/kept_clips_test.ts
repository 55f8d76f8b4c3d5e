import assert from "assert";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { renderSampleClips, type SampleClips } from "lib/loaders/sample/sample_clips.ts";
import { createSampleCorpus } from "lib/loaders/sample/sample_corpus.ts";
import { digestOfFile } from "lib/storage/file_digests.ts";
import { parseSealed, sealed } from "lib/storage/sealed.ts";
import { inFolder } from "../../_in_folder.ts";
import { testWithDisk } from "../../_unwritable.ts";
import { shipped } from "../clips/_clips.ts";

const VIDEOS = createSampleCorpus().videos.toSorted((a, b) =>
  a.recipe.durationMs - b.recipe.durationMs
).slice(0, 3);

function render(folder: string, count = VIDEOS.length): Promise<SampleClips> {
  const videos = VIDEOS.slice(0, count);
  return renderSampleClips(videos, { folder, ffmpeg: shipped, parallel: 2 });
}

function contentsOf({ files }: SampleClips): Promise<Uint8Array[]> {
  return Promise.all(files.map(({ path }) => Deno.readFile(path)));
}

async function namesIn(folder: string): Promise<string[]> {
  return (await Array.fromAsync(Deno.readDir(folder), ({ name }) => name)).sort();
}

/** When each file of a folder was written, and the folder itself. */
async function timesIn(folder: string): Promise<Record<string, number>> {
  const times: Record<string, number> = {};
  for (const name of ["", ...await namesIn(folder)]) {
    times[name] = (await Deno.stat(join(folder, name))).mtime!.getTime();
  }
  return times;
}

Deno.test("renderSampleClips() renders nothing again that is what it was, and writes nothing", () =>
  inFolder(async (folder) => {
    const first = await render(folder);
    const written = await timesIn(first.folder);
    assert.deepEqual(await render(folder), first);
    assert.deepEqual(await timesIn(first.folder), written);
  }));

const DAMAGE: Readonly<Record<string, (path: string) => Promise<void>>> = {
  "half": async (path) => await Deno.truncate(path, (await Deno.stat(path)).size / 2),
  "empty": (path) => Deno.truncate(path),
  "altered": async (path) => {
    const bytes = await Deno.readFile(path);
    bytes[bytes.length >> 1]! ^= 1;
    await Deno.writeFile(path, bytes);
  },
};

Deno.test("renderSampleClips() sets a damaged clip aside and renders it again, and no other", () =>
  inFolder(async (folder) => {
    const clips = await render(folder);
    const [whole, { path }] = [await contentsOf(clips), clips.files[1]!];
    const others = clips.files.filter((file) => file.path !== path).map((file) => file.path);
    for (const other of others) await Deno.utime(other, 1000, 1000);
    for (const [at, [kind, damage]] of Object.entries(DAMAGE).entries()) {
      await damage(path);
      const damaged = await Deno.readFile(path);
      assert.deepEqual(await contentsOf(await render(folder)), whole, kind);
      const aside = at === 0 ? `${path}.damaged` : `${path}.damaged-${at + 1}`;
      assert.deepEqual(await Deno.readFile(aside), damaged, kind);
    }
    for (const other of others) assert.equal((await Deno.stat(other)).mtime!.getTime(), 1_000_000);
  }));

Deno.test("renderSampleClips() renders a clip that is gone, or was never remembered as whole", () =>
  inFolder(async (folder) => {
    const clips = await render(folder);
    const [whole, { path, videoId }] = [await contentsOf(clips), clips.files[1]!];
    await Deno.remove(path);
    assert.deepEqual(await contentsOf(await render(folder)), whole);
    const memory = join(clips.folder, "clips.json");
    const remembered = parseSealed(await Deno.readTextFile(memory), memory) as {
      videoId: string;
    }[];
    const others = remembered.filter((clip) => clip.videoId !== videoId);
    await Deno.writeTextFile(memory, sealed(others)); // killed before it was remembered
    await Deno.writeTextFile(path, "half a clip");
    assert.deepEqual(await contentsOf(await render(folder)), whole);
    assert.deepEqual(parseSealed(await Deno.readTextFile(memory), memory), remembered);
  }));

Deno.test("renderSampleClips() remembers each clip's bytes and digest, in an order of its own", () =>
  inFolder(async (folder) => {
    const clips = await render(folder);
    const expected = await Promise.all(clips.files.map(async ({ videoId, path }) => ({
      videoId,
      bytes: (await Deno.stat(path)).size,
      sha256: await digestOfFile(path),
    })));
    const memory = join(clips.folder, "clips.json");
    assert.deepEqual(
      parseSealed(await Deno.readTextFile(memory), memory),
      expected.sort((a, b) => a.videoId < b.videoId ? -1 : 1),
    );
  }));

Deno.test("renderSampleClips() renders all again where it cannot read what it remembered", () =>
  inFolder(async (folder) => {
    const clips = await render(folder);
    const whole = await contentsOf(clips);
    const memory = join(clips.folder, "clips.json");
    const kept = await Deno.readTextFile(memory);
    const damaged = [kept.slice(0, 99), "", kept.replace(/"bytes":\d/, '"bytes":8')];
    for (const [at, text] of damaged.entries()) {
      await Deno.writeTextFile(memory, text);
      assert.deepEqual(await contentsOf(await render(folder)), whole);
      const aside = at === 0 ? `${memory}.damaged` : `${memory}.damaged-${at + 1}`;
      assert.equal(await Deno.readTextFile(aside), text);
      assert.equal(await Deno.readTextFile(memory), kept);
    }
  }));

Deno.test("renderSampleClips() removes what killed processes left", () =>
  inFolder(async (folder) => {
    const { folder: own, files } = await render(folder);
    const names = await namesIn(own);
    await Deno.mkdir(join(own, "scratch-1a2b"));
    await Deno.writeTextFile(join(own, "scratch-1a2b", "clip.mp4"), "half");
    await Deno.writeTextFile(`${files[0]!.path}.12-ab.partial`, "half");
    await Deno.writeTextFile(join(own, "rendering.lock"), "");
    await Deno.remove(files[0]!.path);
    await render(folder);
    assert.deepEqual(await namesIn(own), names);
  }));

Deno.test("renderSampleClips() spells out what its folder's name is a digest of", () =>
  inFolder(async (folder) => {
    const { folder: own } = await render(folder, 1);
    const identity = JSON.parse(await Deno.readTextFile(join(own, "identity.json")));
    assert.deepEqual(Object.keys(identity), [
      "rendering",
      "format",
      "encoding",
      "ffmpeg",
      "clips",
    ]);
    assert.equal(identity.ffmpeg, shipped.version);
    assert.deepEqual(Object.keys(identity.clips), [VIDEOS[0]!.videoId]);
    assert.match(own, /1-clips-[0-9a-f]{12}$/);
  }));

const CHILD = fileURLToPath(new URL("./_render_child.ts", import.meta.url));

async function renderInProcess(folder: string, count: number, ffmpeg = shipped.path) {
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-prompt", "--no-check", CHILD, folder, `${count}`, ffmpeg],
    stdout: "null",
    stderr: "piped",
  }).output();
  const errors = new TextDecoder().decode(stderr);
  assert.ok(success, errors);
  return errors;
}

Deno.test({
  name: "renderSampleClips() renders each clip once where two processes start at once",
  ignore: Deno.build.os === "windows", // no shell scripts
  fn: () =>
    inFolder(async (folder) => {
      const [script, calls, cache] = ["ffmpeg.sh", "calls", "cache"].map((name) =>
        join(folder, name)
      ) as [string, string, string];
      const lines = ["#!/bin/sh", `echo call >> "${calls}"`, `exec "${shipped.path}" "$@"`];
      await Deno.writeTextFile(script, lines.join("\n"));
      await Deno.chmod(script, 0o755);
      const renderFour = () => renderInProcess(cache, 4, script);
      await Promise.all([renderFour(), renderFour()]);
      assert.equal(await Deno.readTextFile(calls), "call\n".repeat(4));
      const [own] = await namesIn(cache);
      const names = await namesIn(join(cache, own!));
      const clips = names.filter((name) => name.startsWith("video_") && name.endsWith(".mp4"));
      assert.equal(clips.length, 4);
      assert.deepEqual(names, ["clips.json", "identity.json", ...clips]);
    }),
});

Deno.test("renderSampleClips() names a folder of the older form once and leaves it alone", () =>
  inFolder(async (folder) => {
    const older = join(folder, "0a1b2c3d");
    await Deno.mkdir(older);
    await Deno.writeTextFile(join(older, "recipes.json"), "{}");
    const sentence =
      `${folder} holds sample clips of an older form, which are not used and can be ` +
      "removed: 0a1b2c3d\n";
    assert.equal((await renderInProcess(folder, 1)).split(sentence).length, 2);
    assert.deepEqual(await namesIn(older), ["recipes.json"]);
    assert.equal((await renderInProcess(folder, 1)).split(sentence).length, 1, "nothing to render");
  }));

testWithDisk(
  "renderSampleClips() uses clips on a read-only disk and says what it cannot render",
  async (disk) => {
    const parent = join(disk.folder, "clips");
    const clips = await render(parent, 2);
    const whole = await contentsOf(clips);
    await disk.makeReadOnly();
    assert.deepEqual(await contentsOf(await render(parent, 2)), whole);
    await assert.rejects(render(parent, 1), {
      name: "UnwritableError",
      message: /^Cannot write to .*1-clips-[0-9a-f]{12}: the file system is read-only$/,
    });
    await disk.makeWritable();
    await Deno.truncate(clips.files[0]!.path, 9);
    await disk.makeReadOnly();
    await assert.rejects(render(parent, 2), { name: "UnwritableError" });
    await disk.makeWritable();
    assert.deepEqual(await contentsOf(await render(parent, 2)), whole);
  },
);

testWithDisk(
  "renderSampleClips() says that a disk is full, and goes on once it is not",
  async (disk) => {
    await disk.fill();
    await assert.rejects(render(disk.folder, 1), {
      name: "UnwritableError",
      message: /: no space is left on the disk$/,
    });
    await disk.makeWritable();
    assert.equal((await contentsOf(await render(disk.folder, 1))).length, 1);
  },
);
