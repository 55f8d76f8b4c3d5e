import assert from "assert";
import { modelTable, readUse } from "./_use_models.ts";

Deno.test("readUse() reads the last line that was printed", () => {
  assert.deepEqual(readUse('something\n{"columns":768,"peakBytes":1234000000}\n'), {
    columns: 768,
    peakBytes: 1234000000,
  });
  assert.deepEqual(readUse('{"columns":384}'), { columns: 384 });
  assert.throws(
    () => readUse('{"rows":1}'),
    /^SyntaxError: .*expected its columns, got {"rows":1}/,
  );
});

Deno.test("modelTable() has a line for every model", () => {
  const used = [
    { id: "a/b", bytes: 102_400_000, columns: 2048, peakBytes: 712_000_000 },
    { id: "c/long-name", bytes: 0 },
  ];
  assert.equal(
    modelTable(used),
    [
      "Model, by itself  Download  Numbers a row  Peak memory",
      "a/b               102 MB    2048           0.7 GB",
      "c/long-name       0 MB      failed         -",
    ].join("\n"),
  );
});
