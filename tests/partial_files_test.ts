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
