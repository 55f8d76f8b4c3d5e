import assert from "assert";
import { graphSize } from "lib/report/graph_size.ts";

Deno.test("graphSize() is a graph's own size, without the theme's margin", async () => {
  const bare = { data: { values: [{ a: 1 }] }, mark: "point", width: 300, height: 200 } as const;
  assert.deepEqual(await graphSize(bare), { width: 300, height: 200 }); // no axis, no title
});
