import assert from "assert";
import { join } from "node:path";
import { writeAtomic } from "lib/files.ts";
import { partialOf } from "lib/partial_files.ts";
import { inFolder } from "./_in_folder.ts";

const namesIn = async (folder: string) =>
  (await Array.fromAsync(Deno.readDir(folder), ({ name }) => name)).sort();

/** The number of a process that has ended. */
async function endedProcess(): Promise<number> {
  const process = new Deno.Command("true").spawn();
  await process.status;
  return process.pid;
}

Deno.test("sweepPartials() removes what killed processes left, and nothing else", () =>
  inFolder(async (folder) => {
    const gone = await endedProcess();
    const left = [`a.json.${gone}-0123abcd.partial`, `b.h5.${Deno.pid}-0123abcd.partial`];
    const kept = ["notes.partial", `c.json.${Deno.ppid}-0123abcd.partial`, "d.json.lock"];
    for (const name of [...left, ...kept]) await Deno.writeTextFile(join(folder, name), "");
    await writeAtomic(join(folder, "new"), "");
    assert.deepEqual(await namesIn(folder), [...kept, "new"].sort());
  }));

Deno.test("sweepPartials() leaves a file that is being written, on whatever machine", () =>
  inFolder(async (folder) => {
    const partial = join(folder, `a.json.${await endedProcess()}-0123abcd.partial`);
    using file = await Deno.open(partial, { write: true, createNew: true });
    await file.lock(true);
    await writeAtomic(join(folder, "b"), "");
    assert.deepEqual(await namesIn(folder), [`${partial.slice(folder.length + 1)}`, "b"].sort());
  }));

Deno.test("partialOf() gives another name each time, beside the file", () => {
  const names = ["a/b.json", "a/b.json"].map(partialOf);
  assert.notEqual(names[0], names[1]);
  for (const name of names) assert.match(name, /^a\/b\.json\.\d+-[0-9a-f]{8}\.partial$/);
});

Deno.test({
  name: "sweepPartials() takes an ended process that nobody has noticed for ended",
  ignore: Deno.build.os !== "linux", // only there does it tell them apart
  fn: () =>
    inFolder(async (folder) => {
      // A shell starts a child, then becomes a program that never asks how the child ended.
      const parent = new Deno.Command("sh", {
        args: ["-c", 'sh -c "exit 0" & echo $!; exec sleep 600'],
        stdout: "piped",
      }).spawn();
      try {
        const output = parent.stdout.pipeThrough(new TextDecoderStream()).getReader();
        const pid = (await output.read()).value!.trim();
        while (!/\) Z /.test(await Deno.readTextFile(`/proc/${pid}/stat`))); // until it has ended
        await Deno.writeTextFile(join(folder, `a.json.${pid}-0123abcd.partial`), "half");
        await writeAtomic(join(folder, "b"), "whole");
        assert.deepEqual(await namesIn(folder), ["b"]);
        await output.cancel();
      } finally {
        parent.kill("SIGKILL");
        await parent.status;
      }
    }),
});
