import assert from "assert";
import { coverage, type CoverageRow } from "lib/graphs/coverage.ts";
import { checkGraph } from "./_check_graph.ts";

const TEXT = { title: "Coverage", subtitle: "12 videos" };
const inside = (value: number, width: number) => ({
  covered: { value, low: value - 0.05, high: value + 0.03 },
  width,
});
const row = (name: string, value: number): CoverageRow => ({
  name,
  virality: inside(value, 0.5),
  engagement: inside(value - 0.01, 0.404),
});

Deno.test("coverage() draws shares inside in percent beside the promised one", async () => {
  const spec = coverage(
    [row("Model", 0.9123), { ...row("Training mean", 0.8), role: "baseline" }],
    { ...TEXT, level: 0.85 },
  );
  await checkGraph(spec, {
    snapshot: "coverage",
    texts: ["promised 85%", "Model", "Training mean", "91.2% · 50", "90.2% · 40", "80.0% · 50"],
  });
});

Deno.test("coverage() keeps the order of its rows and one axis for both targets", () => {
  const { hconcat } = coverage([row("b", 0.7), row("a", 0.9)], TEXT) as unknown as {
    hconcat: { layer: { encoding: { y: { sort: string[] } }; layer: { encoding: unknown }[] }[] }[];
  };
  const dots = hconcat.map(({ layer }) => layer.at(-1)!);
  assert.deepEqual(dots.map(({ encoding }) => encoding.y.sort), [["b", "a"], ["b", "a"]]);
  // the lowest end is 0.7 - 0.01 - 0.05
  assert.ok(dots.every((it) => JSON.stringify(it).includes('"domain":[60,100]')));
});

Deno.test("coverage() refuses what it cannot draw by name", () => {
  const refuses = (rows: readonly CoverageRow[], expected: string, level?: number) =>
    assert.throws(() => coverage(rows, { ...TEXT, level }), {
      name: "RangeError",
      message: `Cannot draw coverage: expected ${expected}`,
    });
  refuses([], "at least one item in rows, got none");
  refuses([row("a", 0.9), row("a", 0.8)], 'rows[].name to differ, got "a" twice');
  refuses([row("a", 0.9)], "options.level to be finite, got NaN", NaN);
  const broken = { ...row("a", 0.9), engagement: inside(0.9, Infinity) };
  refuses([broken], "rows[0].engagement.width to be finite, got Infinity");
  const open = { covered: { value: 0.9, low: NaN, high: 1 }, width: 0.5 };
  refuses(
    [{ ...row("a", 0.9), virality: open }],
    "rows[0].virality.covered.low to be finite, got NaN",
  );
});
