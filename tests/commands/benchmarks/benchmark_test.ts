import assert from "assert";
import { compare } from "lib/commands/benchmarks/benchmark.ts";
import { median } from "lib/commands/benchmarks/_program.ts";
import { textBaseline, textEncoding } from "lib/commands/benchmarks/python_peers.ts";

function program(code: string) {
  return { command: Deno.execPath(), args: ["eval", code] };
}

function printing(value: unknown) {
  return program(`console.log(${JSON.stringify(JSON.stringify(value))})`);
}

const ours = printing({ milliseconds: { fit: 3 }, results: { error: 0.5 } });

Deno.test("compare() sets our numbers beside the peer's", async () => {
  const peer = printing({ milliseconds: { fit: 6 }, results: { error: 0.25 } });
  assert.deepEqual(await compare({ ours, peer }, { repetitions: 2 }), {
    note: "medians of 2 runs by turns, each in a fresh process",
    rows: [
      { measure: "fit", unit: "ms", ours: 3, peer: 6 },
      { measure: "error", unit: "", ours: 0.5, peer: 0.25 },
    ],
  });
});

Deno.test("compare() says which peer is missing and keeps our numbers", async () => {
  const rows = [
    { measure: "fit", unit: "ms", ours: 3, peer: undefined },
    { measure: "error", unit: "", ours: 0.5, peer: undefined },
  ];
  const noProgram = { command: "no-such-interpreter", args: [] };
  assert.deepEqual(await compare({ ours, peer: noProgram }, { repetitions: 1 }), {
    note: "no peer to compare with: no program no-such-interpreter",
    rows,
  });
  const noPackage = program(`console.error("No module named x"); Deno.exit(3)`);
  const report = await compare({ ours, peer: noPackage }, { repetitions: 1 });
  assert.match(report.note, /^no peer to compare with: .*: No module named x$/);
  assert.deepEqual(report.rows, rows);
});

Deno.test("compare() leaves a result open that the peer does not give", async () => {
  const peer = printing({ milliseconds: { fit: 6 }, results: {} });
  const { rows } = await compare({ ours, peer }, { repetitions: 1 });
  assert.deepEqual(rows.map(({ peer }) => peer), [6, undefined]);
});

Deno.test("compare() passes on why a peer that is there failed", async () => {
  const failing = program(`console.error("out of paper"); Deno.exit(1)`);
  await assert.rejects(compare({ ours, peer: failing }, { repetitions: 1 }), {
    name: "Error",
    message: /exited with 1: out of paper$/,
  });
  await assert.rejects(compare({ ours, peer: printing({ fit: 3 }) }, { repetitions: 1 }), {
    name: "SyntaxError",
    message: /expected milliseconds and results, got {"fit":3}/,
  });
});

Deno.test("median() is the middle value or the mean of the two middle ones", () => {
  assert.equal(median([9, 1, 2]), 2);
  assert.equal(median([9, 1, 2, 4]), 3);
  assert.equal(median([7]), 7);
});

Deno.test("textBaseline says what it needs where there is no data set", async () => {
  await assert.rejects(textBaseline.run({ repetitions: 1, python: "python3" }), {
    name: "NotFound",
    message: /needs the real data set: point VIRANOVA_DATA at/,
  });
});

Deno.test("textEncoding says what it needs where there is no data set", async () => {
  await assert.rejects(textEncoding.run({ repetitions: 1, python: "python3" }), {
    name: "NotFound",
    message: /needs the real data set: point VIRANOVA_DATA at/,
  });
});
