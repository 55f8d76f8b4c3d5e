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

/** Bytes that count how often one of them is looked at. */
function watched(bytes: Uint8Array) {
  const looks = { count: 0 };
  const indexOf = (byte: number, from: number) => {
    const found = bytes.indexOf(byte, from);
    looks.count += (found === -1 ? bytes.length : found + 1) - from;
    return found;
  };
  const proxy = new Proxy(bytes, {
    get(target, name) {
      if (name === "indexOf") return indexOf;
      if (name === "length") return target.length;
      assert.match(String(name), /^\d+$/, `cannot count what ${String(name)}() looks at`);
      looks.count++;
      return target[Number(name)];
    },
  });
  return { looks, proxy };
}

Deno.test("scanCsv() looks at each byte a few times, however many rows there are", () => {
  const row = (i: number) => `${i},"a ""quoted"" cell, with\na line break",plain "stray" text\r\n`;
  const looksAt = (rows: number) => {
    const text = `index,quoted,plain\n${Array.from({ length: rows }, (_, i) => row(i)).join("")}`;
    const bytes = new TextEncoder().encode(text.trimEnd());
    const { looks, proxy } = watched(bytes);
    assert.deepEqual(scanCsv(proxy), scanCsv(bytes));
    return looks.count / bytes.length;
  };
  for (const rows of [1, 100, 1000]) assert.ok(looksAt(rows) < 6, `${looksAt(rows)} a byte`);
});
