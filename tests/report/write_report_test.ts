import assert from "assert";
import { join } from "node:path";
import { writeReport } from "lib/report/write_report.ts";
import { inFolder } from "../_in_folder.ts";
import { NOTEBOOKS, saveGraphs } from "./_fixture.ts";

Deno.test("writeReport() writes the same page twice and tells its size", async () => {
  await inFolder(async (graphs) => {
    await saveGraphs(graphs);
    const written = await writeReport(graphs, { notebooks: NOTEBOOKS });
    assert.equal(written.path, join(graphs, "index.html"));
    assert.equal(written.graphs, 3);
    const page = await Deno.readFile(written.path);
    assert.equal(written.bytes, page.length);
    await writeReport(graphs, { notebooks: NOTEBOOKS });
    assert.deepEqual(await Deno.readFile(written.path), page);
  });
});

Deno.test("writeReport() makes a page of nothing where there is nothing", async () => {
  await inFolder(async (folder) => {
    const { path, graphs } = await writeReport(join(folder, "new"), { notebooks: [] });
    assert.equal(graphs, 0);
    assert.match(await Deno.readTextFile(path), /^<!doctype html>[^]*0 graphs of 0 notebooks/);
  });
});

Deno.test("writeReport() refuses a damaged graph and leaves the page before as it was", async () => {
  await inFolder(async (graphs) => {
    await saveGraphs(graphs);
    await Deno.writeTextFile(join(graphs, "index.html"), "before");
    await Deno.writeTextFile(join(graphs, "Baselines", "Against.vl.json"), "{");
    await assert.rejects(
      writeReport(graphs, { notebooks: [] }),
      /Against\.vl\.json: expected JSON/,
    );
    assert.equal(await Deno.readTextFile(join(graphs, "index.html")), "before");
  });
});
