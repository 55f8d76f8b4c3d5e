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

/** The style sheet and the script of a page without graphs. */
async function partsOfPage(): Promise<{ css: string; script: string }> {
  let page = "";
  await inFolder(async (folder) => {
    const { path } = await writeReport(join(folder, "new"), { notebooks: [] });
    page = await Deno.readTextFile(path);
  });
  const [, css] = /<style>([^]*?)<\/style>/.exec(page)!;
  const [, script] = /<script>([^]*)<\/script>\n<\/body>/.exec(page)!;
  return { css: css!, script: script! };
}

Deno.test("writeReport() puts in a script that needs no other, and that no markup in it ends early", async () => {
  const { script } = await partsOfPage();
  assert.doesNotMatch(script, /<\/script|<!--/i);
  assert.doesNotMatch(script, /^\s*import\b|\brequire\(/m);
  assert.equal((await partsOfPage()).script, script);
  new Function(script); // it parses
});

Deno.test("writeReport() names every colour of the page in both forms", async () => {
  const { css } = await partsOfPage();
  assert.ok(css.includes("--card: light-dark(#ffffff, #14181f);"));
  assert.ok(css.includes("--model: light-dark(#0072b2, #56b4e9);"));
  assert.match(css, /^:root \{ (--[a-z]+: light-dark\(#[0-9a-f]{6}, #[0-9a-f]{6}\); ?)+\}\n/);
});

Deno.test("writeReport() defines every colour that the style sheet uses", async () => {
  const { css } = await partsOfPage();
  const used = [...css.matchAll(/var\((--[a-z]+)\)/g)].map(([, name]) => name!);
  const own = new Set([...css.matchAll(/(--[a-z]+):/g)].map(([, name]) => name!));
  assert.ok(used.length > 0);
  assert.deepEqual(used.filter((name) => !own.has(name)), []);
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
