import assert from "assert";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { RenderedClip } from "lib/loaders/sample/_rendered_clips.ts";
import { renderSampleClips, type SampleClips } from "lib/loaders/sample/sample_clips.ts";
import { createSampleCorpus } from "lib/loaders/sample/sample_corpus.ts";
import { readJournal } from "lib/storage/journal.ts";
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

/** Ids of the clips that were rendered, as often as they were, by what the folder remembers. */
async function renderedIds({ folder }: SampleClips): Promise<string[]> {
  const lines = await readJournal<RenderedClip>(join(folder, "clips.jsonl"));
  return lines.map(({ videoId }) => videoId);
}

Deno.test("renderSampleClips() renders nothing again that is what it was, and writes nothing", () =>
  inFolder(async (folder) => {
    const first = await render(folder);
    const written = await timesIn(first.folder);
    assert.deepEqual(await render(folder), first);
    assert.deepEqual(await timesIn(first.folder), written);
    assert.equal((await renderedIds(first)).length, 3);
  }));

/** When each file of a folder was written, and the folder itself. */
async function timesIn(folder: string): Promise<Record<string, Date | null>> {
  const times: Record<string, Date | null> = { "": (await Deno.stat(folder)).mtime };
  for (const name of await namesIn(folder)) {
    times[name] = (await Deno.stat(join(folder, name))).mtime;
  }
  return times;
}

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
    const [whole, { path, videoId }] = [await contentsOf(clips), clips.files[1]!];
    for (const [at, [kind, damage]] of Object.entries(DAMAGE).entries()) {
      await damage(path);
      const damaged = await Deno.readFile(path);
      assert.deepEqual(await contentsOf(await render(folder)), whole, kind);
      const aside = at === 0 ? `${path}.damaged` : `${path}.damaged-${at + 1}`;
      assert.deepEqual(await Deno.readFile(aside), damaged, kind);
      assert.equal((await renderedIds(clips)).at(-1), videoId);
      assert.equal((await renderedIds(clips)).length, 3 + at + 1);
    }
  }));

Deno.test("renderSampleClips() renders a clip that is gone, or was never remembered as whole", () =>
  inFolder(async (folder) => {
    const clips = await render(folder);
    const [whole, { path, videoId }] = [await contentsOf(clips), clips.files[1]!];
    await Deno.remove(path);
    assert.deepEqual(await contentsOf(await render(folder)), whole);
    const journal = join(clips.folder, "clips.jsonl");
    const lines = (await Deno.readTextFile(journal)).trimEnd().split("\n");
    const [own, others] = [
      lines.filter((line) => line.includes(videoId)),
      lines.filter((line) => !line.includes(videoId)),
    ];
    const killed = `${others.join("\n")}\n${own[0]!.slice(0, 40)}`; // while it wrote the last line
    await Deno.writeTextFile(journal, killed);
    await Deno.writeTextFile(path, "half a clip");
    assert.deepEqual(await contentsOf(await render(folder)), whole);
    assert.deepEqual((await renderedIds(clips)).length, 3);
    assert.equal((await renderedIds(clips)).at(-1), videoId);
  }));

Deno.test("renderSampleClips() renders all again where it cannot read what it remembered", () =>
  inFolder(async (folder) => {
    const clips = await render(folder);
    const whole = await contentsOf(clips);
    const journal = join(clips.folder, "clips.jsonl");
    const altered = (await Deno.readTextFile(journal)).replace(/"bytes":\d/, '"bytes":8');
    await Deno.writeTextFile(journal, altered);
    assert.deepEqual(await contentsOf(await render(folder)), whole);
    assert.equal(await Deno.readTextFile(`${journal}.damaged`), altered);
    assert.equal((await renderedIds(clips)).length, 3);
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

async function renderInProcess(folder: string, count: number): Promise<string> {
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-prompt", "--no-check", CHILD, folder, `${count}`],
    stdout: "null",
    stderr: "piped",
  }).output();
  const errors = new TextDecoder().decode(stderr);
  assert.ok(success, errors);
  return errors;
}

Deno.test("renderSampleClips() renders each clip once where two processes start at once", () =>
  inFolder(async (folder) => {
    await Promise.all([renderInProcess(folder, 4), renderInProcess(folder, 4)]);
    const [own] = await namesIn(folder);
    const journal = await readJournal<RenderedClip>(join(folder, own!, "clips.jsonl"));
    assert.equal(journal.length, 4);
    assert.equal(new Set(journal.map(({ videoId }) => videoId)).size, 4);
    const clips = (await namesIn(join(folder, own!))).filter((name) => name.startsWith("video_"));
    assert.equal(clips.length, 4);
    assert.deepEqual(await renderedAlone(4), journal.map(({ sha256 }) => sha256).sort());
  }));

/** Digests of the first clips, rendered in a folder of their own. */
async function renderedAlone(count: number): Promise<string[]> {
  let digests: string[] = [];
  await inFolder(async (folder) => {
    const videos = createSampleCorpus().videos.slice(0, count);
    const clips = await renderSampleClips(videos, { folder, ffmpeg: shipped });
    const journal = await readJournal<RenderedClip>(join(clips.folder, "clips.jsonl"));
    digests = journal.map(({ sha256 }) => sha256).sort();
  });
  return digests;
}

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
