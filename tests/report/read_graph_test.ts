import assert from "assert";
import { join } from "node:path";
import { readGraph } from "lib/report/read_graph.ts";
import { inFolder } from "../_in_folder.ts";
import { saveGraphs } from "./_fixture.ts";

Deno.test("readGraph() takes title and colours out of the spec and measures it both ways", async () => {
  await inFolder(async (graphs) => {
    await saveGraphs(graphs);
    const graph = await readGraph(join(graphs, "Baselines"), "Against");
    assert.equal(graph.title, "Against");
    assert.equal(graph.subtitle, "40 made-up videos · profile sample");
    assert.equal(graph.description, "Against. 40 made-up videos · profile sample");
    assert.deepEqual(Object.keys(graph.spec).sort(), ["$schema", "description", "hconcat"]);
    assert.ok(graph.wide.width > 1.9 * graph.narrow.width, `${graph.wide.width}`); // two panels
    assert.ok(graph.narrow.height > 1.9 * graph.wide.height, `${graph.narrow.height}`);
  });
});

Deno.test("readGraph() measures a graph's own size, without the theme's margin", async () => {
  await inFolder(async (folder) => {
    const bare = { data: { values: [{ a: 1 }] }, mark: "point", width: 300, height: 200 } as const;
    const spec = { ...bare, title: { text: "T" } };
    await Deno.writeTextFile(join(folder, "Bare.vl.json"), JSON.stringify(spec));
    const { wide } = await readGraph(folder, "Bare");
    assert.deepEqual(wide, { width: 300, height: 200 }); // no axis, and the title is the page's
  });
});

Deno.test("readGraph() names the file that is no titled spec", async () => {
  await inFolder(async (folder) => {
    for (const text of ["{", "[]", "null", "{}", '{"title":"text"}', '{"title":{"text":1}}']) {
      await Deno.writeTextFile(join(folder, "Broken.vl.json"), text);
      const message = new RegExp(`Broken\\.vl\\.json: expected .*, got ${RegExp.escape(text)}$`);
      await assert.rejects(readGraph(folder, "Broken"), { name: "SyntaxError", message });
    }
  });
});

Deno.test("readGraph() names the file that cannot be drawn", async () => {
  await inFolder(async (folder) => {
    const x = { field: "a", type: "quantitative", scale: { type: "log", zero: true } };
    const spec = { title: { text: "T" }, data: { values: [] }, mark: "point", encoding: { x } };
    await Deno.writeTextFile(join(folder, "Log.vl.json"), JSON.stringify(spec));
    await assert.rejects(readGraph(folder, "Log"), {
      name: "TypeError",
      message: /^Cannot measure the graph .*Log\.vl\.json: .*zero/,
    });
  });
});
