import assert from "assert";
import { formatReport, selectBenchmarks } from "lib/commands/bench.ts";

Deno.test("formatReport() divides times, not results", () => {
  const text = formatReport("addition against a friend", {
    note: "medians of 3 runs",
    rows: [
      { measure: "adding", unit: "ms", ours: 3, peer: 2 },
      { measure: "error", unit: "", ours: 0.5, peer: 0.25 },
    ],
  });
  const lines = text.split("\n");
  assert.deepEqual(lines.slice(0, 2), ["addition against a friend", "medians of 3 runs"]);
  const cells = (measure: string) =>
    lines.find((line) => line.includes(measure))!.split(/[│┆]/).map((cell) => cell.trim());
  assert.deepEqual(cells("adding").slice(1, 6), ["adding", "ms", "3.0", "2.0", "1.5"]);
  assert.deepEqual(cells("error").slice(1, 6), ["error", "", "0.5", "0.25", "null"]);
});

Deno.test("formatReport() shows own times where there is no peer", () => {
  const rows = [{ measure: "adding", unit: "ms" as const, ours: 3 }];
  const text = formatReport("addition", { note: "no peer to compare with: no program x", rows });
  assert.match(text, /no peer to compare with: no program x/);
  assert.match(text, /adding .* 3\.0 .* null .* null/);
});

Deno.test("selectBenchmarks() takes all, or those whose names hold a part", () => {
  const names = (parts: string[]) => selectBenchmarks(parts).map(({ name }) => name);
  assert.ok(names([]).length >= 4);
  assert.deepEqual(names(["BASELINE"]), ["text baseline against pandas and scikit-learn"]);
  assert.equal(names(["baseline", "fine-tuning"]).length, 2);
  assert.throws(() => selectBenchmarks(["speed"]), {
    name: "UsageError",
    message: /^Cannot benchmark speed: expected a part of one of text baseline/,
  });
});
