import assert from "assert";
import fc from "fast-check";
import { openSafetensors, writeSafetensors } from "lib/storage/safetensors.ts";

const folder = await Deno.makeTempDir();
globalThis.addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));

/** Writes a file whose header and data are given, however wrong. */
async function craft(header: unknown, data: Uint8Array | number = 0): Promise<string> {
  const path = `${folder}/${crypto.randomUUID()}.safetensors`;
  const text = new TextEncoder().encode(
    typeof header === "string" ? header : JSON.stringify(header),
  );
  const bytes = typeof data === "number" ? new Uint8Array(data) : data;
  const content = new Uint8Array(8 + text.length + bytes.length);
  new DataView(content.buffer).setBigUint64(0, BigInt(text.length), true);
  content.set(text, 8);
  content.set(bytes, 8 + text.length);
  await Deno.writeFile(path, content);
  return path;
}

const entry = (begin: number, end: number, dtype = "F32", shape = [(end - begin) / 4]) => ({
  dtype,
  shape,
  data_offsets: [begin, end],
});

Deno.test("writeSafetensors() is read back by openSafetensors(), in order and bit by bit", async () => {
  const name = fc.string({ minLength: 1 }).filter((name) =>
    !["__metadata__", "__proto__"].includes(name)
  );
  const tensor = fc.array(fc.nat(3), { maxLength: 3 }).chain((shape) => {
    const length = shape.reduce((product, n) => product * n, 1);
    const values = fc.array(fc.float(), { minLength: length, maxLength: length });
    return values.map((values) => ({ shape, data: Float32Array.from(values) }));
  });
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.tuple(name, tensor), { selector: ([name]) => name }),
      async (entries) => {
        const path = `${folder}/round.safetensors`;
        const tensors = new Map(entries.filter(([name]) => !/^\d+$/.test(name)));
        await writeSafetensors(path, tensors, { metadata: { note: "π" } });
        const file = await openSafetensors(path);
        assert.deepEqual(file.metadata, { note: "π" });
        assert.deepEqual([...file.shapes.keys()], [...tensors.keys()]);
        for (const [name, { shape, data }] of tensors) {
          assert.deepEqual(await file.read(name), { shape, data });
        }
      },
    ),
    { numRuns: 30 },
  );
});

Deno.test("writeSafetensors() says that PyTorch may read it, and aligns the values", async () => {
  const path = `${folder}/aligned.safetensors`;
  await writeSafetensors(path, new Map([["a", { shape: [1], data: Float32Array.of(1) }]]));
  assert.deepEqual((await openSafetensors(path)).metadata, { format: "pt" });
  const bytes = await Deno.readFile(path);
  assert.equal(Number(new DataView(bytes.buffer).getBigUint64(0, true)) % 8, 0);
  assert.deepEqual([...bytes.slice(-4)], [0, 0, 0x80, 0x3f]);
});

Deno.test("writeSafetensors() refuses values that do not fill their shape", async () => {
  const tensors = new Map([["w", { shape: [2, 3], data: new Float32Array(5) }]]);
  await assert.rejects(writeSafetensors(`${folder}/w.safetensors`, tensors), {
    name: "TypeError",
    message: `Cannot write w to ${folder}/w.safetensors: expected 6 values for shape [2,3], got 5`,
  });
});

Deno.test("Safetensors.read() widens f16 and bf16", async () => {
  // f16: 1.5 is 0x3e00, -2 is 0xc000, the smallest subnormal 0x0001; bf16: 1.5 is 0x3fc0
  const data = Uint8Array.of(0x00, 0x3e, 0x00, 0xc0, 0x01, 0x00, 0xc0, 0x3f);
  const path = await craft({ h: entry(0, 6, "F16", [3]), b: entry(6, 8, "BF16", [1, 1]) }, data);
  const file = await openSafetensors(path);
  assert.deepEqual((await file.read("h")).data, Float32Array.of(1.5, -2, 2 ** -24));
  assert.deepEqual(await file.read("b"), { shape: [1, 1], data: Float32Array.of(1.5) });
});

Deno.test("Safetensors.read() names an unknown tensor and one of another type", async () => {
  const file = await openSafetensors(await craft({ ids: entry(0, 8, "I64", [1]) }, 8));
  await assert.rejects(file.read("w"), { name: "RangeError", message: /no tensor named w$/ });
  await assert.rejects(file.read("ids"), {
    name: "SyntaxError",
    message: /cannot read ids: expected F32, F16 or BF16, got I64$/,
  });
});

const BROKEN: Readonly<Record<string, [() => Promise<string>, RegExp]>> = {
  "an empty file": [
    async () => {
      await Deno.writeFile(`${folder}/empty.safetensors`, new Uint8Array());
      return `${folder}/empty.safetensors`;
    },
    /expected a safetensors header, but the file has 0 bytes in all; it is truncated or of another/,
  ],
  "a header that is no JSON": [() => craft("{"), /its safetensors header is no JSON$/],
  "a header that is no object": [() => craft([]), /expected a JSON object as safetensors header$/],
  "an entry without a shape": [
    () => craft({ w: { dtype: "F32", data_offsets: [0, 4] } }, 4),
    /expected dtype, shape and data_offsets for tensor w, got \{"dtype":"F32","data_offsets":\[0,4\]\}$/,
  ],
  "an unknown type": [() => craft({ w: entry(0, 4, "F99") }, 4), /for tensor w, got .*F99/],
  "a negative offset": [() => craft({ w: entry(-4, 0) }, 4), /for tensor w, got/],
  "a shape that its bytes do not hold": [
    () => craft({ w: entry(0, 8, "F32", [3]) }, 8),
    /tensor w at bytes 0 to 8: expected 12 bytes for F32 \[3\]$/,
  ],
  "tensors that overlap": [
    () => craft({ v: entry(4, 12), w: entry(0, 8) }, 12),
    /tensor v at bytes 4 to 12 overlaps the one before it, which ended at byte 8$/,
  ],
  "a gap between tensors": [
    () => craft({ v: entry(0, 4), w: entry(8, 12) }, 12),
    /tensor w at bytes 8 to 12 leaves a gap, which ended at byte 4$/,
  ],
  "a truncated tensor": [
    () => craft({ v: entry(0, 4), w: entry(4, 12) }, 9),
    /tensor w at bytes 4 to 12: the file is truncated, its data has 9 bytes$/,
  ],
  "bytes after the last tensor": [
    () => craft({ w: entry(0, 4) }, 5),
    /expected 4 bytes of data, got 5$/,
  ],
};

for (const [what, [make, message]] of Object.entries(BROKEN)) {
  Deno.test(`openSafetensors() refuses ${what}, naming the file`, async () => {
    const path = await make();
    await assert.rejects(openSafetensors(path), (error: Error) => {
      assert.equal(error.name, "SyntaxError");
      assert.ok(error.message.startsWith(`${path}: `), error.message);
      assert.match(error.message, message);
      return true;
    });
  });
}

Deno.test("openSafetensors() refuses a file cut at any byte", async () => {
  const whole = await Deno.readFile(await craft({ w: entry(0, 8) }, 8));
  const path = `${folder}/cut.safetensors`;
  for (let length = 0; length < whole.length; length++) {
    await Deno.writeFile(path, whole.subarray(0, length));
    await assert.rejects(openSafetensors(path), { name: "SyntaxError" }, `cut at ${length}`);
  }
});

Deno.test("openSafetensors() never reads other numbers out of a file with an altered byte", async () => {
  const path = `${folder}/altered.safetensors`;
  const tensors = new Map([["a", { shape: [2], data: Float32Array.of(1, 2) }]]);
  await writeSafetensors(path, tensors, { metadata: { steps: "12" } });
  const bytes = await Deno.readFile(path);
  const read = async () => {
    const file = await openSafetensors(path);
    return { ...await file.read("a"), steps: file.metadata.steps };
  };
  let refused = 0;
  for (const at of bytes.keys()) {
    const altered = bytes.slice();
    altered[at]! ^= 1;
    await Deno.writeFile(path, altered);
    const found = await read().catch((error) => error);
    if (!(found instanceof SyntaxError)) {
      assert.deepEqual(
        found,
        { shape: [2], data: Float32Array.of(1, 2), steps: "12" },
        `byte ${at}`,
      );
    } else refused++;
  }
  assert.ok(refused >= bytes.length - "sha256".length, `${refused} of ${bytes.length} refused`);
});
