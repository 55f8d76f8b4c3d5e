import assert from "assert";
import { createHash } from "node:crypto";
import { digestOf, digestOfBytes, shortDigestOf } from "lib/storage/digest.ts";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

Deno.test("digestOf() is SHA-256 of compact JSON with sorted fields and a comma behind each", () => {
  assert.equal(digestOf("é"), sha256('"é"'));
  assert.equal(
    digestOf({ b: [1, null], a: { c: true } }),
    sha256('{"a":{"c":true,},"b":[1,null,],}'),
  );
});

Deno.test("digestOf() does not depend on the order of fields, but on that of items", () => {
  assert.equal(digestOf({ a: 1, b: 2 }), digestOf({ b: 2, a: 1 }));
  assert.notEqual(digestOf([1, 2]), digestOf([2, 1]));
});

Deno.test("digestOf() takes undefined fields for missing, and null for itself", () => {
  assert.equal(digestOf({ a: 1, b: undefined }), digestOf({ a: 1 }));
  assert.notEqual(digestOf({ a: 1, b: null }), digestOf({ a: 1 }));
});

Deno.test("digestOf() tells values apart that run together as text", () => {
  const values = [
    ["ab", "c"],
    ["a", "bc"],
    ["a,b", "c"],
    [["a"], "b"],
    [["a", "b"]],
    "a",
    ["a"],
    { a: "b" },
    ["a", "b"],
    12,
    "12",
    [1, 2],
  ];
  assert.equal(new Set(values.map(digestOf)).size, values.length);
});

Deno.test("digestOf() takes typed arrays by type, length and bytes", () => {
  const whole = Float32Array.of(1, 2, 3);
  assert.equal(digestOf(whole.subarray(1)), digestOf(Float32Array.of(2, 3)));
  assert.notEqual(digestOf(whole), digestOf(Float32Array.of(1, 2, 4)));
  assert.notEqual(digestOf(Float32Array.of(0, 0)), digestOf(Float64Array.of(0)));
  assert.notEqual(digestOf([whole, whole.subarray(0, 0)]), digestOf([whole.subarray(0, 0), whole]));
});

Deno.test("digestOf() refuses what JSON would quietly make null of", () => {
  for (
    const value of [
      NaN,
      Infinity,
      [NaN],
      { a: -Infinity },
      () => 1,
      1n,
      new Date(0),
      new Map(),
    ]
  ) {
    assert.throws(() => digestOf(value), { name: "TypeError" });
  }
});

Deno.test("shortDigestOf() is the start of digestOf()", () => {
  assert.equal(shortDigestOf({ a: 1 }), digestOf({ a: 1 }).slice(0, 12));
});

Deno.test("digestOfBytes() is SHA-256", () => {
  // FIPS 180-2, appendix B.1
  const abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  assert.equal(digestOfBytes(new TextEncoder().encode("abc")), abc);
});
