import assert from "assert";
import { join } from "node:path";
import { framed } from "lib/commands/_frame.ts";
import { run as score } from "lib/commands/score.ts";
import { inFolder } from "../_in_folder.ts";
import { type Disk, testWithDisk } from "../_unwritable.ts";
import { sampleScorers } from "../scoring/_scorers.ts";
import { SENTENCE, streamOf } from "./_hostile_inputs.ts";

/** Runs the command and returns what it wrote, complaints last if they came last. */
async function run(cache: string, ...flags: string[]) {
  const text = join(cache, "a.txt");
  await Deno.writeTextFile(text, SENTENCE);
  const scorers = await sampleScorers(cache);
  const said: string[] = [];
  const write = (text: string) => void said.push(text);
  const environment = { scorers, standardInput: streamOf(new Uint8Array()), write };
  const work = () => score(["--transcript", text, ...flags], environment);
  const code = await framed(work, { command: "score", complain: write });
  return { code, said };
}

const REFUSALS: Readonly<Record<string, [(disk: Disk) => Promise<void>, string]>> = {
  full: [(disk) => disk.fill(), "no space is left on the disk"],
  "read-only": [(disk) => disk.makeReadOnly(), "the file system is read-only"],
};

for (const [kind, [refuse, cause]] of Object.entries(REFUSALS)) {
  testWithDisk(
    `score() answers before it names a ${kind} disk that its page was for`,
    (disk) =>
      inFolder(async (cache) => {
        const page = join(disk.folder, "page.html");
        await Deno.writeTextFile(page, "before");
        await refuse(disk);
        const sentence = `score: Cannot write to ${disk.folder}: ${cause}\n`;
        for (const form of [[], ["--json"]]) {
          const { code, said } = await run(cache, "--html", page, ...form);
          assert.equal(code, 1);
          assert.equal(said.length, 2);
          if (form.length === 0) assert.match(said[0]!, /a\.txt\n {2}Virality +[\d.]+/);
          else assert.equal(JSON.parse(said[0]!).answers[0].kind, "scored");
          assert.equal(said[1], sentence);
        }
        await disk.makeWritable();
        assert.equal(await Deno.readTextFile(page), "before");
        assert.deepEqual([...Deno.readDirSync(disk.folder)].map(({ name }) => name), ["page.html"]);
        assert.equal((await run(cache, "--html", page)).code, 0);
        assert.match(await Deno.readTextFile(page), /^<!doctype html>/i);
      }),
  );
}
