import assert from "assert";
import * as fc from "fast-check";
import { parseJson, parseSealed, sealed } from "lib/storage/sealed.ts";

Deno.test("parseSealed() gives back what was sealed", () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => {
    const content = JSON.parse(JSON.stringify(value));
    assert.deepEqual(parseSealed(sealed(value), "a file"), content);
  }));
});

Deno.test("parseSealed() refuses text of which any character was altered", () => {
  const text = sealed({ name: "a", list: [1, 2.5, null], deep: { yes: true } });
  for (let at = 0; at < text.length - 1; at++) {
    const other = text[at] === "7" ? "8" : "7";
    const altered = text.slice(0, at) + other + text.slice(at + 1);
    assert.throws(() => parseSealed(altered, "a file"), SyntaxError, `character ${at}`);
  }
});

Deno.test("parseSealed() refuses text cut anywhere", () => {
  const text = sealed({ a: [1, 2, 3] });
  for (let length = 0; length < text.length - 1; length++) {
    assert.throws(() => parseSealed(text.slice(0, length), "a file"), SyntaxError);
  }
});

Deno.test("parseSealed() names the source, what was expected and what was got", () => {
  assert.throws(() => parseSealed('{"a":1}', "x.json"), {
    name: "SyntaxError",
    message: "Cannot read x.json: expected sha256 and content, got neither",
  });
  const altered = sealed({ a: 1 }).replace('"a":1', '"a":2');
  assert.throws(() => parseSealed(altered, "x.json"), {
    message: /^Cannot read x\.json: expected content of SHA-256 \w{8}…, got \w{8}…$/,
  });
});

Deno.test("parseJson() says what stands there instead", () => {
  assert.throws(() => parseJson("", "x.json"), {
    message: "Cannot read x.json: expected JSON, got nothing",
  });
  assert.throws(() => parseJson("oops", "x.json"), {
    message: 'Cannot read x.json: expected JSON, got "oops"',
  });
});
