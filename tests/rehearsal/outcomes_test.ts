import assert from "assert";
import { outcomeTable, readOutcome } from "./_outcomes.ts";

const NAMES = ["DinoV2 (Visual Analysis)", "DinoV2", "Leaderboard"];

Deno.test("readOutcome() reads the lines by which graphs ends a notebook", () => {
  assert.deepEqual(readOutcome("DinoV2 done in 3 min 2 s · peak 4.1 GB", NAMES), {
    notebook: "DinoV2",
    state: "done",
    took: "3 min 2 s",
    peak: "4.1 GB",
  });
  assert.deepEqual(readOutcome("DinoV2 (Visual Analysis) failed in 0.4 s", NAMES), {
    notebook: "DinoV2 (Visual Analysis)",
    state: "failed",
    took: "0.4 s",
  });
  assert.deepEqual(readOutcome("failed: Leaderboard: not run, so that its tables", NAMES), {
    notebook: "Leaderboard",
    state: "failed",
  });
});

Deno.test("readOutcome() reads nothing from other lines", () => {
  for (const line of ["DinoV2 -> notebooks/DinoV2.ipynb", "1 of 3 notebooks done: DinoV2", ""]) {
    assert.equal(readOutcome(line, NAMES), undefined);
  }
});

Deno.test("outcomeTable() has a line for every notebook", () => {
  const table = outcomeTable(NAMES, [
    { notebook: "DinoV2", state: "done", took: "3 min 2 s", peak: "4.1 GB" },
    { notebook: "Leaderboard", state: "failed" },
  ]);
  assert.equal(
    table,
    [
      "Notebook                  Time       Peak memory",
      "DinoV2 (Visual Analysis)  -          -            not run",
      "DinoV2                    3 min 2 s  4.1 GB",
      "Leaderboard               -          -            failed",
    ].join("\n"),
  );
});
