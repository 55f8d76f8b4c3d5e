import assert from "assert";
import { join } from "node:path";
import { buildReport, graphsToShow, readReportSettings, run } from "lib/commands/report.ts";
import { scoreDistribution } from "lib/graphs/score_distribution.ts";
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

Deno.test("readReportSettings() takes the profile that is named, and the process's own elsewhere", () => {
  assert.equal(readReportSettings([]), settings);
  const { profile, graphs } = readReportSettings(["--profile", "sample"])!;
  assert.equal(profile, "sample");
  assert.equal(graphs, join(settings.root, "graphs", "sample"));
});

Deno.test("readReportSettings() names what it does not know", () => {
  const cases: [string[], RegExp][] = [
    [["--bogus"], /^expected --profile or --help, got --bogus$/],
    [["sample"], /^expected --profile or --help, got "sample"$/],
    [["--profile", "huge"], /expected one of sample, standard, full, got "huge"$/],
  ];
  for (const [args, message] of cases) {
    assert.throws(() => readReportSettings(args), { name: "UsageError", message });
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

Deno.test("run() refuses a wrong command line", async () => {
  await assert.rejects(run(["--bogus"]), { name: "UsageError" });
});

Deno.test("graphsToShow() takes the committed graphs until the profile has drawn some", async () => {
  await inFolder(async (root) => {
    const [committed, own] = [join(root, "graphs"), join(root, "graphs", "sample")];
    const chosen = () => graphsToShow({ graphs: own, root });
    assert.equal(await chosen(), committed, "there is no such folder");
    await Deno.mkdir(own, { recursive: true });
    await Deno.writeTextFile(join(own, "index.html"), "an empty page");
    assert.equal(await chosen(), committed, "there is a page, but no graph");
    await Deno.mkdir(join(own, "Baselines (Textual)"));
    assert.equal(await chosen(), own);
  });
});
