import assert from "assert";
import { scanCsv } from "lib/loaders/dataset/csv_structure.ts";

const scan = (text: string) => scanCsv(new TextEncoder().encode(text));

Deno.test("scanCsv() finds records across quoted line breaks", () => {
  assert.deepEqual(scan('a,b\n1,"x\n\n""y"""\r\n,\n2,z'), {
    starts: [0, 4, 18, 20, 23],
    faults: [],
  });
});

Deno.test("scanCsv() names each fault once a record and goes on behind it", () => {
  assert.deepEqual(scan('a,b\n1,x"y"\n2\n3,"x"y,"z"\n4,x\ry\n5,z\n6,"').faults, [
    { record: 1, message: "expected no quote inside an unquoted cell" },
    { record: 2, message: "expected 2 cells as in the header" },
    { record: 3, message: "expected a comma or a line break after a closing quote" },
    { record: 3, message: "expected 2 cells as in the header" },
    { record: 4, message: "expected a line feed after a carriage return outside quotes" },
    { record: 6, message: "expected a closing quote before the end of the file" },
  ]);
});

Deno.test("scanCsv() finds no record in an empty file", () => {
  assert.deepEqual(scan(""), { starts: [0], faults: [] });
});
