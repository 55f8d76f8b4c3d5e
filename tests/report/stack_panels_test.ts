import assert from "assert";
import type { TopLevelSpec } from "vega-lite";
import { stackPanels } from "lib/report/stack_panels.ts";

const DATA = { values: [{ a: 1 }] };

Deno.test("stackPanels() puts panels below each other", () => {
  const hconcat = [{ mark: "point" }, { mark: "bar" }] as const;
  const spec: TopLevelSpec = { data: DATA, hconcat: [...hconcat] };
  assert.deepEqual(stackPanels(spec), { data: DATA, vconcat: hconcat });
});

Deno.test("stackPanels() leaves panels that share labels, and other graphs, as they are", () => {
  const y = { field: "a", axis: { labels: false } };
  const shared: TopLevelSpec = { data: DATA, hconcat: [{ mark: "point", encoding: { y } }] };
  assert.equal(stackPanels(shared), shared);
  const single: TopLevelSpec = { data: DATA, mark: "point" };
  assert.equal(stackPanels(single), single);
});
