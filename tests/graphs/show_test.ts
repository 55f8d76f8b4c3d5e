import assert from "assert";
import { join } from "node:path";
import { scoreDistribution } from "lib/graphs/score_distribution.ts";
import { DISPLAY, display, showGraph, showHtml, showMarkdown, showTable } from "lib/graphs/show.ts";
import { sampleScores } from "./_sample_rows.ts";

const SPEC = scoreDistribution(sampleScores(12), { title: "Scores", subtitle: "12 videos" });

Deno.test("showGraph() saves SVG, PNG and spec and returns them to show", async () => {
  const graphs = await Deno.makeTempDir();
  const shown = await showGraph(SPEC, { graphs, folder: "Baselines (Textual)", name: "Scores" });
  const path = join(graphs, "Baselines (Textual)", "Scores");
  const svg = await Deno.readTextFile(`${path}.svg`);
  const spec = JSON.parse(await Deno.readTextFile(`${path}.vl.json`));
  const png = await Deno.readFile(`${path}.png`);
  assert.deepEqual([...png.subarray(1, 4)], [..."PNG"].map((c) => c.charCodeAt(0)));
  const bundle = shown[DISPLAY]();
  assert.equal(bundle["image/svg+xml"], svg);
  assert.deepEqual(bundle["application/vnd.vegalite.v5+json"], spec);
  assert.equal(bundle["text/plain"], "Scores. 12 videos");
  assert.equal(spec.config.background, "#ffffff");
  assert.equal(spec.$schema, "https://vega.github.io/schema/vega-lite/v5.json");
  await Deno.remove(graphs, { recursive: true });
});

Deno.test("showGraph() writes the same bytes again", async () => {
  const graphs = await Deno.makeTempDir();
  await showGraph(SPEC, { graphs, folder: "a", name: "first" });
  await showGraph(SPEC, { graphs, folder: "a", name: "second" });
  for (const ending of ["svg", "png", "vl.json"]) {
    const read = (name: string) => Deno.readFile(join(graphs, "a", `${name}.${ending}`));
    assert.deepEqual(await read("first"), await read("second"));
  }
  await Deno.remove(graphs, { recursive: true });
});

Deno.test("showGraph() refuses names that leave the folder, and writes nothing", async () => {
  const graphs = await Deno.makeTempDir();
  const places = [["..", "a"], ["a", "../b"], ["", "a"], ["a", "b/c"]];
  for (const [folder, name] of places) {
    await assert.rejects(() => showGraph(SPEC, { graphs, folder: folder!, name: name! }), {
      name: "RangeError",
      message: /^Cannot use ".*" as a file name/,
    });
  }
  assert.deepEqual([...Deno.readDirSync(graphs)], []);
  await Deno.remove(graphs, { recursive: true });
});

Deno.test("showTable() shows rows and anything with toRecords()", () => {
  const rows = [{ model: "Ridge", mse: 0.01804 }];
  const bundle = showTable(rows)[DISPLAY]();
  assert.match(String(bundle["text/html"]), /^<table.*0\.0180<\/td>/);
  assert.equal(bundle["text/plain"], "model     mse\nRidge  0.0180");
  // A polars DataFrame is a proxy that denies having its own methods.
  const frame = new Proxy({ toRecords: () => rows }, { has: () => false });
  assert.deepEqual(showTable(frame)[DISPLAY](), bundle);
});

Deno.test("showMarkdown() and showHtml() carry a plain form", () => {
  const markdown = showMarkdown("**bold**")[DISPLAY]();
  assert.deepEqual(markdown, { "text/markdown": "**bold**", "text/plain": "**bold**" });
  assert.equal(showHtml("<p>a <b>b</b></p>")[DISPLAY]()["text/plain"], "a b");
});

Deno.test("display() says that it needs a kernel", async () => {
  await assert.rejects(() => display(showMarkdown("x")), {
    name: "Error",
    message: "Deno.jupyter is only available in `deno jupyter` subcommand",
  });
});
