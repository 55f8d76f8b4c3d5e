import assert from "assert";
import * as vega from "vega";
import { csvData } from "lib/graphs/_data.ts";

Deno.test("csvData() writes rows that Vega reads back the same", () => {
  const rows = [
    { name: 'quoted "word", comma', at: 1.5 },
    { name: "line\nbreak", at: -2e-7 },
    { name: "plain", at: 0 },
  ];
  const { values, format } = csvData(rows);
  assert.ok(format);
  assert.deepEqual([...vega.read(String(values), format as vega.Format)], rows);
});

Deno.test("csvData() writes nothing but what is needed", () => {
  assert.deepEqual(csvData([{ row: 0, score: 50.5 }, { row: 1, score: 60 }]), {
    values: "row,score\n0,50.5\n1,60",
    format: { type: "csv", parse: { row: "number", score: "number" } },
  });
});
