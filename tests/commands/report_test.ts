import assert from "assert";
import { join } from "node:path";
import { buildReport, run } from "lib/commands/report.ts";
import { scoreDistribution } from "lib/graphs/score_distribution.ts";
import { exists } from "lib/files.ts";
import { showGraph } from "lib/graphs/show.ts";
import { writeNotebook } from "lib/notebooks/notebook_file.ts";
import { settings } from "lib/settings.ts";
import { inFolder } from "../_in_folder.ts";
import { sampleScores } from "../graphs/_sample_rows.ts";
import { notebookOf } from "../notebooks/_fixtures.ts";
import { testWithDisk } from "../_unwritable.ts";

Deno.test("buildReport() puts saved graphs on one page under their notebook's title", async () => {
  await inFolder(async (root) => {
    const [notebooks, graphs] = [join(root, "notebooks"), join(root, "graphs", "sample")];
    await writeNotebook(join(notebooks, "Good (Kind).ipynb"), notebookOf("1"));
    const spec = scoreDistribution(sampleScores(9), { title: "Nine scores", subtitle: "of nine" });
    await showGraph(spec, { graphs, folder: "Good", name: "Scores" });
    await buildReport(notebooks, { graphs, root });
    const page = await Deno.readTextFile(join(graphs, "index.html"));
    assert.match(page, /<h2[^>]*>Fixture<\/h2>/);
    assert.match(page, /<h3[^>]*>Nine scores<\/h3>/);
    assert.ok(page.includes('<a href="../../notebooks/Good%20(Kind).ipynb">Good (Kind).ipynb</a>'));
  });
});

Deno.test("report names what it does not know", async () => {
  const cases: [string[], RegExp][] = [
    [["--bogus"], /^expected --profile or --help, got --bogus$/],
    [["sample"], /^expected --profile or --help, got "sample"$/],
    [["--profile", "huge"], /expected one of sample, standard, full, got "huge"$/],
  ];
  for (const [args, message] of cases) {
    await assert.rejects(run(args), { name: "UsageError", message });
  }
});

testWithDisk(
  "buildReport() names a disk that cannot be written, and leaves the page",
  async (disk) => {
    await inFolder(async (root) => {
      const [notebooks, graphs] = [join(root, "notebooks"), join(disk.folder, "graphs")];
      await writeNotebook(join(notebooks, "Good.ipynb"), notebookOf("1"));
      await Deno.mkdir(graphs);
      const page = join(graphs, "index.html");
      await Deno.writeTextFile(page, "the page before");
      const refused = async (cause: string) => {
        const message = `Cannot write to ${graphs}: ${cause}`;
        const expected = { name: "UnwritableError", message };
        await assert.rejects(buildReport(notebooks, { graphs, root }), expected);
        const names = await Array.fromAsync(Deno.readDir(graphs), ({ name }) => name);
        assert.deepEqual(names, ["index.html"]);
        assert.equal(await Deno.readTextFile(page), "the page before");
      };
      await disk.fill();
      await refused("no space is left on the disk");
      await disk.makeReadOnly();
      await refused("the file system is read-only");
      await disk.makeWritable();
      await buildReport(notebooks, { graphs, root });
      assert.match(await Deno.readTextFile(page), /^<!doctype html>/);
    });
  },
);

Deno.test("report takes the profile that is named, and the committed graphs until it has drawn some", async () => {
  await inFolder(async (root) => {
    const [committed, own] = [join(root, "graphs"), join(root, "graphs", "sample")];
    await Deno.mkdir(join(root, "notebooks"));
    const asked: (string | undefined)[] = [];
    const settingsOf = (profile?: string) => {
      asked.push(profile);
      return { ...settings, root, graphs: own };
    };
    /** Which of the two folders gets its page. */
    const written = async (...args: string[]) => {
      for (const folder of [committed, own]) {
        await Deno.remove(join(folder, "index.html")).catch(() => {});
      }
      assert.equal(await run(args, settingsOf), 0);
      return await exists(join(own, "index.html")) ? own : committed;
    };
    assert.equal(await written(), committed, "there is no such folder");
    await Deno.mkdir(own, { recursive: true });
    await Deno.writeTextFile(join(own, "notes.txt"), "no graph");
    assert.equal(await written("--profile", "sample"), committed, "there is a file, but no graph");
    assert.ok(await exists(join(committed, "index.html")));
    await Deno.mkdir(join(own, "Baselines (Textual)"));
    assert.equal(await written("--profile", "full"), own);
    assert.deepEqual(asked, [undefined, "sample", "full"]);
  });
});
