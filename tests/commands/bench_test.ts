import assert from "assert";
import { run } from "lib/commands/bench.ts";
import type { BenchmarkReport } from "lib/commands/benchmarks/benchmark.ts";

/** What the command prints of benchmarks that report this by name. */
async function printed(
  reports: Readonly<Record<string, BenchmarkReport>>,
  ...args: string[]
): Promise<string[]> {
  const benchmarks = Object.entries(reports).map(([name, report]) => ({
    name,
    run: () => Promise.resolve(report),
  }));
  const texts: string[] = [];
  assert.equal(await run(args, { benchmarks, print: (text) => texts.push(text) }), 0);
  return texts;
}

Deno.test("bench divides times, not results", async () => {
  const [text] = await printed({
    "addition against a friend": {
      note: "medians of 3 runs",
      rows: [
        { measure: "adding", unit: "ms", ours: 3, peer: 2 },
        { measure: "error", unit: "", ours: 0.5, peer: 0.25 },
      ],
    },
  });
  const lines = text!.split("\n");
  assert.deepEqual(lines.slice(0, 2), ["addition against a friend", "medians of 3 runs"]);
  const cells = (measure: string) =>
    lines.find((line) => line.includes(measure))!.split(/[│┆]/).map((cell) => cell.trim());
  assert.deepEqual(cells("adding").slice(1, 6), ["adding", "ms", "3.0", "2.0", "1.5"]);
  assert.deepEqual(cells("error").slice(1, 6), ["error", "", "0.5", "0.25", "null"]);
});

Deno.test("bench shows own times where there is no peer", async () => {
  const rows = [{ measure: "adding", unit: "ms" as const, ours: 3 }];
  const note = "no peer to compare with: no program x";
  const [text] = await printed({ addition: { note, rows } });
  assert.match(text!, /no peer to compare with: no program x/);
  assert.match(text!, /adding .* 3\.0 .* null .* null/);
});

Deno.test("bench runs all, or those whose names hold a part", async () => {
  const report = { note: "", rows: [] };
  const all = { "text baseline": report, "fine-tuning of MiniLM": report, loading: report };
  const names = async (...parts: string[]) =>
    (await printed(all, ...parts)).map((text) => text.split("\n")[0]);
  assert.deepEqual(await names(), Object.keys(all));
  assert.deepEqual(await names("BASELINE"), ["text baseline"]);
  assert.deepEqual(await names("load", "fine-tuning"), ["fine-tuning of MiniLM", "loading"]);
  await assert.rejects(names("speed"), {
    name: "UsageError",
    message: "Cannot benchmark speed: expected a part of one of " +
      "text baseline; fine-tuning of MiniLM; loading",
  });
});

Deno.test("bench --help names every benchmark there is", async () => {
  const texts: string[] = [];
  assert.equal(await run(["--help"], { print: (text) => texts.push(text) }), 0);
  assert.match(texts.join(), /"text baseline against pandas and scikit-learn"/);
  assert.ok(texts.join().split(" against ").length > 4);
});
