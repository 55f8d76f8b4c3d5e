import assert from "assert";
import { join } from "node:path";
import { H264, makeClip, testPicture } from "../loaders/clips/_clips.ts";
import { inFolder } from "../_in_folder.ts";
import { type Disk, testWithDisk } from "../_unwritable.ts";
import { runCommand } from "./_process.ts";

/** Fills a folder with copies of one clip. */
async function makeVideos(folder: string, count: number): Promise<void> {
  const [first, ...others] = Array.from({ length: count }, (_, i) => join(folder, name(i)));
  await makeClip(first!, [...testPicture({ seconds: 0.5 }), ...H264]);
  for (const other of others) await Deno.copyFile(first!, other);
}

const name = (index: number) => `video_clip-${`${index}`.padStart(2, "0")}.mp4`;

async function embed(videos: string, out: string) {
  return await runCommand(["embed", "--encoder", "frame-stats", "--videos", videos, "--out", out]);
}

/** Files of features anywhere in a folder, in order. */
async function featuresIn(folder: string): Promise<string[]> {
  const found: string[] = [];
  for await (const entry of Deno.readDir(folder)) {
    if (entry.isDirectory) found.push(...await featuresIn(join(folder, entry.name)));
    else if (entry.name.endsWith(".h5")) found.push(entry.name);
  }
  return found.sort();
}

testWithDisk(
  "embed lists what it finished before the disk was full, and goes on from there",
  (disk) =>
    inFolder(async (videos) => {
      await makeVideos(videos, 40);
      const { code, output, errors } = await embed(videos, disk.folder);
      assert.equal(code, 1);
      const last = errors.trimEnd().split("\n").at(-1)!;
      assert.match(last, /^embed: Cannot write to .*: no space is left on the disk$/);
      assert.ok(last.includes(disk.folder));
      assert.doesNotMatch(errors, /at file:\/\/\/|Uncaught/);
      const finished = [...output.matchAll(/video_(clip-\d\d)\.mp4: finished/g)].map(([, id]) =>
        id
      );
      assert.ok(finished.length > 0 && finished.length < 40, output);
      const files = finished.map((id) => `embeddings_${id}.h5`).sort();
      assert.deepEqual(await featuresIn(disk.folder), files);
      assert.match(output, new RegExp(`^${finished.length} clips encoded`, "m"));
      await grow(disk);
      const again = await embed(videos, disk.folder);
      assert.equal(again.code, 0, again.errors);
      assert.match(again.output, new RegExp(`^${40 - finished.length} clips encoded`, "m"));
      assert.equal((await featuresIn(disk.folder)).length, 40);
    }),
  { kilobytes: 256 },
);

async function grow({ folder }: Disk): Promise<void> {
  const args = ["-o", "remount,size=8m", folder];
  assert.ok((await new Deno.Command("mount", { args }).output()).success);
}

testWithDisk(
  "embed names a read-only folder in a sentence and leaves what is in it",
  (disk) =>
    inFolder(async (videos) => {
      await makeVideos(videos, 2);
      assert.equal((await embed(videos, disk.folder)).code, 0);
      const before = await featuresIn(disk.folder);
      await makeVideos(videos, 3);
      await disk.makeReadOnly();
      const { code, errors } = await embed(videos, disk.folder);
      assert.equal(code, 1);
      assert.match(
        errors.trimEnd().split("\n").at(-1)!,
        /^embed: Cannot write to .*: the file system is read-only$/,
      );
      assert.doesNotMatch(errors, /at file:\/\/\/|Uncaught/);
      assert.deepEqual(await featuresIn(disk.folder), before);
    }),
);
