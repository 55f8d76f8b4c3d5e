import assert from "assert";
import { join } from "node:path";
import { showGraph } from "lib/graphs/show.ts";
import { leakProbe } from "lib/graphs/leak_probe.ts";
import { collectChapters } from "lib/report/collect_chapters.ts";
import { inFolder } from "../_in_folder.ts";
import { NOTEBOOKS, saveGraphs } from "./_fixture.ts";

Deno.test("collectChapters() follows the notebooks' order and each notebook's own", async () => {
  await inFolder(async (graphs) => {
    await saveGraphs(graphs);
    const chapters = await collectChapters(graphs, { notebooks: NOTEBOOKS });
    assert.deepEqual(
      chapters.map(({ folder, title, claim, graphs }) => [
        folder,
        title,
        claim,
        graphs.map(({ name }) => name),
      ]),
      [
        ["Split Datasets", "Split Datasets", NOTEBOOKS[0]!.claim, ["Leak"]],
        ["Baselines", "Baselines (Textual)", undefined, ["Score Distribution", "Against"]],
      ],
    );
    const reversed = await collectChapters(graphs, { notebooks: NOTEBOOKS.toReversed() });
    assert.deepEqual(reversed.map(({ folder }) => folder), ["Baselines", "Split Datasets"]);
  });
});

Deno.test("collectChapters() puts graphs of unknown notebooks last, in the alphabet's order", async () => {
  await inFolder(async (graphs) => {
    await saveGraphs(graphs);
    const errors = [{ split: "Random", rowNumberError: 1, meanError: 2 }];
    const spec = leakProbe(errors, { title: "T", subtitle: "S" });
    for (const name of ["b", "a"]) await showGraph(spec, { graphs, folder: "Base", name });
    await Deno.mkdir(join(graphs, "sample", "deeper"), { recursive: true }); // without graphs
    await Deno.writeTextFile(join(graphs, "index.html"), "");
    const chapters = await collectChapters(graphs, { notebooks: NOTEBOOKS });
    assert.deepEqual(chapters.map(({ folder }) => folder), ["Split Datasets", "Baselines", "Base"]);
    const { title, notebook, graphs: shown } = chapters[2]!;
    assert.deepEqual([title, notebook, shown.map(({ name }) => name)], [
      "Base",
      undefined,
      ["a", "b"],
    ]);
  });
});

Deno.test("collectChapters() finds nothing where there is no folder", async () => {
  await inFolder(async (folder) => {
    assert.deepEqual(await collectChapters(join(folder, "none"), { notebooks: NOTEBOOKS }), []);
  });
});
